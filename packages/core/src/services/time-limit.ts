import type { Clock } from '../ports/clock.ts';
import { linkSignals, rejection } from './linked-signal.ts';

export interface TimeLimit {
  readonly clock: Clock;
  readonly ms: number;
  /** The caller's own signal. */
  readonly signal?: AbortSignal | undefined;
  /** What is thrown when the time is over. */
  readonly error: () => Error;
}

/**
 * Runs work under a signal that ends with the caller's, after `ms`, or when the work fails: what it left open, such as a
 * body that nobody reads, holds its connection until then. Settles at that moment even when the work ignores its signal,
 * and leaves neither timer nor listener behind.
 */
export async function withTimeLimit<T>(limit: TimeLimit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  limit.signal?.throwIfAborted();
  const linked = linkSignals(limit.signal);
  const settled = new AbortController();
  limit.clock.sleep(limit.ms, settled.signal).then(
    () => {
      linked.end(limit.error());
    },
    () => undefined,
  );
  try {
    return await Promise.race([work(linked.signal), rejection(linked.signal)]);
  } catch (error) {
    linked.end(error);
    throw error;
  } finally {
    settled.abort();
    linked.release();
  }
}
