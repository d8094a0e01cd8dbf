/** Runs work one after the other, in the order in which it was given. */
export type Turns = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** Who leaves while waiting rejects with the signal's reason at once; work that has begun ends by itself. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>, signal?: AbortSignal) => {
    const waiting = leaving(signal);
    const turn = last.then(() => {
      waiting.end();
      signal?.throwIfAborted();
      return work();
    });
    last = turn.catch(() => undefined);
    return Promise.race([turn, waiting.left]);
  };
}

/** A promise that rejects when the signal is aborted before the end. */
function leaving(signal: AbortSignal | undefined) {
  const controller = new AbortController();
  const left = new Promise<never>((_, reject) => {
    if (signal?.aborted) reject(signal.reason as Error);
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { signal: controller.signal });
  });
  return { left, end: () => controller.abort() };
}
