import type { Clock } from '@wicketgate/core';

export interface TurnsOptions {
  readonly clock: Clock;
  /** Milliseconds from the request for a turn to its end. */
  readonly timeoutMs: number;
  /** What is thrown when the time is over. */
  readonly timedOut: () => Error;
  /** Called when the time of somebody is over and whoever is being served no longer waits: makes an end of that work. */
  readonly onStuck: () => void;
}

export interface Turns {
  /**
   * Runs work after all that came before it. When its signal is aborted or its time is over, the caller is told at once;
   * the work is not begun any more, or, when it has begun, is left to end by itself.
   */
  take<T>(work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Runs work after all that came before it, without a limit. */
  last(work: () => Promise<void>): Promise<void>;
}

/** One at a time, each within its time. */
export function createTurns({ clock, timeoutMs, timedOut, onStuck }: TurnsOptions): Turns {
  let line: Promise<unknown> = Promise.resolve();
  /** Of whoever is being served. */
  let served: AbortSignal | undefined;

  const freeTheStuck = () => {
    if (served?.aborted) onStuck();
  };
  const queue = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = line.then(work);
    line = turn.catch(() => undefined);
    return turn;
  };
  const serve = async <T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> => {
    signal.throwIfAborted();
    served = signal;
    try {
      return await work(signal);
    } finally {
      served = undefined;
    }
  };

  return {
    take: async (work, signal) => {
      signal?.throwIfAborted();
      const limit = new AbortController();
      const settled = new AbortController();
      // Not `AbortSignal.any`, which would stay with a signal that outlives the call.
      const onAbort = () => {
        limit.abort(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true, signal: settled.signal });
      const onTime = () => {
        limit.abort(timedOut());
        freeTheStuck();
      };
      clock.sleep(timeoutMs, settled.signal).then(onTime, () => undefined);
      try {
        return await Promise.race([queue(() => serve(work, limit.signal)), rejection(limit.signal)]);
      } finally {
        settled.abort();
      }
    },
    last: (work) => {
      freeTheStuck();
      return queue(work);
    },
  };
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', fail, { once: true });
  });
}
