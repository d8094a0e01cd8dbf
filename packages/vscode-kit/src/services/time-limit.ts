import { type Clock, WicketgateError } from '@wicketgate/core';

export interface TimeLimit {
  readonly clock: Clock;
  readonly ms: number;
  /** Ends the wait, not the work. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits for work that may never end: rejects with the code `timeout` after `ms`, and with the signal's reason once it is
 * aborted. Leaves neither timer nor listener behind.
 */
export async function withinTime<T>({ clock, ms, signal }: TimeLimit, work: () => PromiseLike<T>): Promise<T> {
  signal?.throwIfAborted();
  const ending = new AbortController();
  const end = () => ending.abort(signal?.reason);
  signal?.addEventListener('abort', end, { once: true });
  const timeIsOver = clock.sleep(ms, ending.signal).then(() => {
    throw new WicketgateError('timeout', `No answer within ${ms} ms.`);
  });
  try {
    // A host may throw where it should reject.
    return await Promise.race([(async () => work())(), timeIsOver]);
  } finally {
    signal?.removeEventListener('abort', end);
    ending.abort();
  }
}
