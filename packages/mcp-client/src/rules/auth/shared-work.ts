/**
 * Lets callers who want the same thing at the same time share one piece of work. Work that has begun goes on when its callers
 * leave: half a renewal would lose a sign-in.
 */
export class SharedWork<Value> {
  readonly #underWay = new Map<string, Promise<Value>>();

  /** Joins the work of that name, or starts it. Rejects with the reason of the signal as soon as it is aborted. */
  async join(name: string, work: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    signal?.throwIfAborted();
    const joined = this.#underWay.get(name) ?? this.#start(name, work);
    return signal === undefined ? joined : unlessAborted(joined, signal);
  }

  #start(name: string, work: () => Promise<Value>): Promise<Value> {
    const begun = work().finally(() => {
      this.#underWay.delete(name);
    });
    // Everybody may have left before it fails.
    begun.catch(() => undefined);
    this.#underWay.set(name, begun);
    return begun;
  }
}

/** Leaves no listener behind, and no rejection that nobody takes: work goes on, and may fail, when nobody waits for it any more. */
export async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  work.catch(() => undefined);
  const settled = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: settled.signal });
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted]);
  } finally {
    settled.abort();
  }
}
