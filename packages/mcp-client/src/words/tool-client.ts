import type { McpError } from './errors.ts';
import type { Negotiated } from './negotiated.ts';
import type { CatalogTool, JsonObject } from './tool.ts';

/** How it stands with one server. */
export interface ServerReport {
  readonly id: string;
  /**
   * `idle`: not connected, because nothing needed it yet. `cooling`: it failed so often that it is left alone until `retryAt`.
   */
  readonly state: 'idle' | 'connecting' | 'ready' | 'failed' | 'cooling' | 'closed';
  readonly transport: 'http' | 'sse' | 'stdio' | 'custom';
  readonly negotiated: Negotiated | undefined;
  /** How many tools of it are known and allowed; undefined while none were listed. */
  readonly toolCount: number | undefined;
  /** Where the tools came from: a listing of now, one that is still fresh, or one kept from before that could not be renewed. */
  readonly catalog: 'live' | 'cached' | 'stale' | 'none';
  /** What went wrong last, and is not over. */
  readonly problem: McpError | undefined;
  /** Milliseconds since 1970; of `cooling` alone. */
  readonly retryAt: number | undefined;
}

/** A server whose tools are missing, or older than they should be, and why. */
export interface ServerProblem {
  readonly server: string;
  readonly error: McpError;
}

export interface ListToolsOptions {
  /** `cached`: ask nobody. `fresh` (default): ask where the catalog is no longer fresh. `always`: ask everybody. */
  readonly from?: 'cached' | 'fresh' | 'always' | undefined;
  /** Only these servers. Default: all. */
  readonly servers?: readonly string[] | undefined;
  /**
   * Milliseconds that a server has from when its listing began; then the answer has what was known of it before, and its listing
   * goes on for whoever asks next. Nothing of it where its credential has not said by then who asks. 1 to 600,000. Default: its own
   * deadline.
   */
  readonly withinMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ToolsAnswer {
  /** By server in the order of the options, then by name: the same catalog is always the same list. */
  readonly tools: readonly CatalogTool[];
  readonly problems: readonly ServerProblem[];
  /** Servers that were not done within `withinMs`, in the order of the options. Left out when all were. */
  readonly underWay?: readonly string[] | undefined;
}

export interface CallProgress {
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

export interface CallOptions {
  /** Milliseconds without an answer or progress. Default: the client's. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds in all, retries included, once the call may be made: who decides about it has all the time. Default: the client's. */
  readonly totalTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: CallProgress) => void) | undefined;
}

/** What a tool answered, cut to the budget. */
export interface ToolResult {
  /** `server/tool`. */
  readonly tool: string;
  /** Blocks of MCP: text, image, audio, resource, resource_link. */
  readonly content: readonly JsonObject[];
  /** Checked against the tool's `outputSchema` where it has one. */
  readonly structuredContent: unknown;
  /** The tool ran, and says that it failed. */
  readonly isError: boolean;
  /** What was left out, and where the whole stands if it is kept; undefined when nothing was. */
  readonly truncated: Truncation | undefined;
  /** Milliseconds from the call to the answer, retries included. */
  readonly durationMs: number;
  /** 1 when the first request was answered. */
  readonly attempts: number;
  /** What of its declared shape the result was not held against, and why; undefined when it was held against all of it, or has none. */
  readonly unchecked?: readonly UncheckedPart[] | undefined;
}

/** A part of a tool's `outputSchema` that a result was not held against. */
export interface UncheckedPart {
  /** Where it stands: a JSON Pointer as the fragment of a URI (RFC 6901, section 6); `#` for the whole schema. */
  readonly at: string;
  /**
   * `pattern`: it cannot be matched in bounded time. `keyword`: it is not known here, or cannot have its value. `too_large` and
   * `too_deep`: the schema, or the value with it. `too_much_work`: the check was given up.
   */
  readonly reason: 'pattern' | 'keyword' | 'too_large' | 'too_deep' | 'too_much_work';
}

export interface Truncation {
  /** Bytes of UTF-8 before and after. */
  readonly bytes: number;
  readonly keptBytes: number;
  /** `wicketgate-result:…`: `readResult` of the client answers the whole for as long as it is kept. Undefined when it never was. */
  readonly uri: string | undefined;
}

/** How a tool differs from what was known of it. */
export interface ToolChange {
  /** `server/tool`. */
  readonly tool: string;
  readonly kind: 'added' | 'changed' | 'removed' | 'renamed';
  /** The tool's earlier id, of `renamed` alone. */
  readonly from: string | undefined;
  /** For people, line by line: `- description: …`, `+ description: …`. */
  readonly difference: string;
  readonly hash: string | undefined;
  /** It is held until `approve` is called for it. */
  readonly held: boolean;
}

/** What a client tells, as it happens. No event holds arguments, results or credentials. */
export type ClientEvent =
  | { readonly kind: 'server'; readonly report: ServerReport }
  | { readonly kind: 'tools_changed'; readonly server: string; readonly changes: readonly ToolChange[] }
  /** What the server listed of these is no longer so. Told once they were listed. */
  | { readonly kind: 'resources_changed' | 'prompts_changed'; readonly server: string }
  | {
      readonly kind: 'retry';
      readonly tool: string;
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: McpError;
    }
  | {
      readonly kind: 'call';
      readonly tool: string;
      readonly outcome: 'ok' | 'tool_error' | 'failed';
      readonly durationMs: number;
      readonly error: McpError | undefined;
    };

/** What a loader needs of a client; `MCPToolClient` is one. */
export interface ToolSource {
  listTools(options?: ListToolsOptions): Promise<ToolsAnswer>;
  /** `tool`: a wire name or `server/tool`. Throws an `McpError`. */
  callTool(tool: string, args?: JsonObject, options?: CallOptions): Promise<ToolResult>;
  /** Answers what ends the listening. */
  on(listener: (event: ClientEvent) => void): () => void;
}
