import type { McpError } from './errors.ts';
import type { ServerProblem, ToolChange } from './tool-client.ts';
import type { CatalogTool, JsonObject } from './tool.ts';

/** A tool that was found, with what a caller needs of it. */
export interface FoundTool {
  readonly tool: CatalogTool;
  /** Above 0; comparable within one answer only. */
  readonly score: number;
  /** Why, for people. */
  readonly reasons: readonly string[];
}

export interface FoundTools {
  /** Best first; ties by id. Empty when nothing answers the request. */
  readonly hits: readonly FoundTool[];
  readonly confidence: 'high' | 'low' | 'none';
  /** Servers whose tools could not be searched, or not as they are now. */
  readonly problems: readonly ServerProblem[];
  /** Servers that were not done within `withinMs`: what was known of them before was searched. Left out when all were. */
  readonly underWay?: readonly string[] | undefined;
}

/** How one server answered a question for its life. */
export interface ServerHealth {
  readonly server: string;
  readonly ok: boolean;
  /** Milliseconds until it answered, or until it was given up. */
  readonly durationMs: number;
  readonly error: McpError | undefined;
}

/** A result as its server sent it, before it was cut. */
export interface KeptResult {
  /** `server/tool`. */
  readonly tool: string;
  readonly content: readonly JsonObject[];
  readonly structuredContent: unknown;
  readonly isError: boolean;
}

/** A tool as a person was shown it; a `ToolChange` is one. */
export type ShownTool = Pick<ToolChange, 'tool' | 'hash'>;

export interface CatalogFigures {
  readonly servers: number;
  /** Tools that are known and allowed. */
  readonly tools: number;
  /** Of those, the ones that wait for approval. */
  readonly held: number;
  /** Entries of listings that were dropped because they are no tools, or break a limit. */
  readonly dropped: number;
  /** Questions for a server's tools that were answered without asking it. */
  readonly hits: number;
  /** Questions for which the server was asked. */
  readonly misses: number;
  /** Of those, the ones that it did not answer. */
  readonly failures: number;
}

/** What is asked of whoever decides about a call. */
export interface ApprovalQuestion {
  /** `server/tool`. */
  readonly tool: string;
  readonly arguments: JsonObject;
  readonly annotations: CatalogTool['annotations'];
  /** Ends when nobody waits for the answer any more: the caller has left, or the client was closed. */
  readonly signal: AbortSignal;
}

/**
 * `allow_always`: also every later call of this tool by this client, for as long as the tool stays as it is. Whatever else is
 * answered, and every error, is a no.
 */
export type Approval = 'allow' | 'deny' | 'allow_always';
export type ApprovalHook = (question: ApprovalQuestion) => Approval | Promise<Approval>;
