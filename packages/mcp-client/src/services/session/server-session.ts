import type { ProgressNote, ToolListing, WireCall, WireQuestion, WireResult } from '../../ports/server-connection.ts';
import type { McpError } from '../../words/errors.ts';
import type { Negotiated } from '../../words/negotiated.ts';
import type { OfferKind } from '../../words/offers.ts';
import type { JsonObject } from '../../words/tool.ts';

/** How it stands with the connection to one server. */
export interface SessionReport {
  /**
   * `idle`: not connected, because nothing needed it yet or because the connection ended and nothing needed it since.
   * `cooling`: it failed so often that it is left alone until `retryAt`.
   */
  readonly state: 'idle' | 'connecting' | 'ready' | 'failed' | 'cooling' | 'closed';
  /** What was agreed last, also while not connected; undefined while nothing was agreed in this process. */
  readonly negotiated: Negotiated | undefined;
  /** What went wrong last, and is not over. */
  readonly problem: McpError | undefined;
  /** Milliseconds since 1970; of `cooling` alone. */
  readonly retryAt: number | undefined;
  /** Times a connection was made: 2 after the first reconnection. */
  readonly connections: number;
}

export interface SessionWait {
  /** Milliseconds, connecting included. Default: the session's `deadlineMs`. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One more try is about to be made. */
export interface SessionRetry {
  /** Number of the request that failed: 1 for the first. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly error: McpError;
}

export interface SessionCallOptions {
  /** Repeating the call does no harm: its tool is `readOnlyHint` or `idempotentHint`. */
  readonly safeToRepeat: boolean;
  /** Milliseconds without an answer or progress. Default: the session's. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds in all: waiting for a turn, connecting and retries included. Default: the session's. */
  readonly totalTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((note: ProgressNote) => void) | undefined;
  readonly onRetry?: ((retry: SessionRetry) => void) | undefined;
}

export interface SessionResult {
  readonly result: WireResult;
  /** 1 when the first request was answered. */
  readonly attempts: number;
}

/** A question changes nothing at its server, and is always safe to repeat. */
export type SessionAskOptions = Omit<SessionCallOptions, 'safeToRepeat' | 'onRetry'>;

/**
 * What a session tells. `state`: `report()` differs. `tools_changed`, `resources_changed`, `prompts_changed`: what the server has is
 * no longer what it listed.
 */
export type SessionChange = 'state' | 'tools_changed' | 'resources_changed' | 'prompts_changed';

/**
 * The connection to one server over its whole life: made when it is first needed, once for all who ask, made anew after it
 * was lost. Everything rejects with an `McpError`: its `server` is set; `tool` is the caller's to add.
 */
export interface ServerSession {
  report(): SessionReport;
  /** Connects when there is no connection. */
  connect(options?: SessionWait): Promise<Negotiated>;
  /** All pages of the server's tools, as they came. */
  list(options?: SessionWait): Promise<ToolListing>;
  call(call: WireCall, options: SessionCallOptions): Promise<SessionResult>;
  /** All pages of what else the server offers, as they came; undefined where it has nothing of the kind. */
  listOffers(kind: OfferKind, options?: SessionWait): Promise<readonly unknown[] | undefined>;
  /** Undefined where the server takes no such question. */
  ask(question: WireQuestion, options?: SessionAskOptions): Promise<JsonObject | undefined>;
  /** Proof of life; connects when there is no connection. */
  ping(options?: SessionWait): Promise<void>;
  /** Ends calls with `closed`, then the connection and its process. Never throws; may be called twice. */
  close(): Promise<void>;
  /** Answers what ends the listening. A listener that throws is logged and disturbs nobody. */
  onChange(listener: (change: SessionChange) => void): () => void;
}
