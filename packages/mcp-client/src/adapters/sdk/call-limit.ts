export interface CallLimits {
  /** Milliseconds without an answer or progress. */
  readonly timeoutMs: number;
  /** Milliseconds in all. */
  readonly totalTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** What ended a call: the time, its caller, or the end of the connection. */
export type CallEnd = 'timeout' | 'caller' | 'closed';

/**
 * Ends one call by the clock or by its caller. The SDK keeps time too, by the platform's timers: it is given none that could
 * fire first.
 */
export interface CallLimit {
  /** Ends with the caller's signal, when the time is over, or when the connection is closed. */
  readonly signal: AbortSignal;
  readonly ended: CallEnd | undefined;
  /** Something came of the call: the time without an answer begins anew. */
  touch(): void;
  /** Leaves no listener behind, and is no longer timed. */
  release(): void;
}
