import type { Negotiated } from '../words/negotiated.ts';
import type { OfferKind } from '../words/offers.ts';
import type { JsonObject, ToolDefinition } from '../words/tool.ts';

/** What a server lists, and for how long it may be believed (SEP-2549). */
export interface ToolListing {
  readonly tools: readonly ToolDefinition[];
  /** Milliseconds; undefined when the server said nothing. */
  readonly ttlMs: number | undefined;
  /** Who may share the listing. What a server says of itself; `private` when it said nothing. */
  readonly cacheScope: 'public' | 'private';
}

/** A result as it came over the wire. */
export interface WireResult {
  readonly content: readonly JsonObject[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean | undefined;
  readonly _meta?: JsonObject | undefined;
}

export interface ProgressNote {
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

export interface WireCall {
  /** The tool's own name at its server. */
  readonly name: string;
  readonly arguments: JsonObject;
  /** As it was listed: its schemas decide headers (SEP-2243) and the check of the result. */
  readonly definition: ToolDefinition | undefined;
  /** `_meta` of the request: trace context. */
  readonly meta?: JsonObject | undefined;
}

export interface WireCallOptions {
  /** Milliseconds without an answer or progress. */
  readonly timeoutMs: number;
  /** Milliseconds in all. */
  readonly totalTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress?: ((note: ProgressNote) => void) | undefined;
}

/** What a server is asked besides tools: nothing that changes anything there. */
export interface WireQuestion {
  readonly method: 'resources/read' | 'prompts/get' | 'completion/complete';
  readonly params: JsonObject;
}

/** One live connection to one server, in one era. It is not reused after `close` or `onClosed`. */
export interface ServerConnection {
  readonly negotiated: Negotiated;
  /** All pages. */
  listTools(options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined }): Promise<ToolListing>;
  callTool(call: WireCall, options: WireCallOptions): Promise<WireResult>;
  /** Whether the server says that it has such a list, or takes such a question. Default, of a connector that does without: no. */
  has?(what: OfferKind | WireQuestion['method']): boolean;
  /** All pages of what it offers besides tools, entries as they came; of what it has alone. */
  listOffers?(
    kind: OfferKind,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<readonly unknown[]>;
  /** The result as it came; of what it takes alone. */
  ask?(question: WireQuestion, options: WireCallOptions): Promise<JsonObject>;
  /** Cheap proof of life. */
  ping(options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined }): Promise<void>;
  /** Ends session, streams and process. Never throws; may be called twice. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** What was agreed the last time; with `modern` nothing is asked. */
  readonly prior: Negotiated | undefined;
  /** Milliseconds until the connection stands. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** The server's tools are no longer those it listed. */
  readonly onToolsChanged: () => void;
  /** The same of its resources, templates among them, or of its prompts. */
  readonly onOffersChanged?: ((what: 'resources' | 'prompts') => void) | undefined;
  /** The connection ended, and not by `close`. Called at most once. */
  readonly onClosed: (error: unknown) => void;
}

/** Makes connections to one server. */
export interface Connector {
  connect(options: ConnectOptions): Promise<ServerConnection>;
}
