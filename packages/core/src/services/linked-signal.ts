/** A signal of our own that ends with others. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  end(reason: unknown): void;
  /** Stops listening to the others; they may live for as long as the process. */
  release(): void;
}

/** Links a new signal to others. One that is aborted already ends it at once. */
export function linkSignals(...others: readonly (AbortSignal | undefined)[]): LinkedSignal {
  const controller = new AbortController();
  const links = others.flatMap((signal) => {
    if (signal === undefined) return [];
    const listener = () => {
      controller.abort(signal.reason);
    };
    if (signal.aborted) listener();
    else signal.addEventListener('abort', listener, { once: true });
    return [{ signal, listener }];
  });
  return {
    signal: controller.signal,
    end: (reason) => {
      controller.abort(reason);
    },
    release: () => {
      for (const { signal, listener } of links) signal.removeEventListener('abort', listener);
    },
  };
}

/** Rejects with the signal's reason once it is aborted; never resolves. */
export function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
