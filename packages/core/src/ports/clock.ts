/** Time, as a parameter: tests turn it by hand. */
export interface Clock {
  /** Milliseconds since 1970, UTC. Read once per operation and passed on. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** `sleep` that keeps no process alive. Left out where the two are the same. */
  rest?(ms: number, signal?: AbortSignal): Promise<void>;
}
