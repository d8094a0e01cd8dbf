import type { Storage } from '../../src/ports/storage.ts';

export interface CountingStorage {
  readonly storage: Storage;
  /** Calls by method, since the last `reset`. */
  readonly calls: Readonly<Record<string, number>>;
  reset(): void;
  /** From now on every method fails with this; undefined ends that. */
  fail(error: Error | undefined): void;
}

/** The real storage, with its calls counted and on demand out of order. */
export function countingStorage(inner: Storage): CountingStorage {
  let calls: Record<string, number> = {};
  let failure: Error | undefined;
  const storage = new Proxy(inner, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]): unknown => {
        calls[String(name)] = (calls[String(name)] ?? 0) + 1;
        return failure ? Promise.reject(failure) : (Reflect.apply(member, target, parameters) as unknown);
      };
    },
  });
  return {
    storage,
    get calls() {
      return calls;
    },
    reset: () => {
      calls = {};
    },
    fail: (error) => {
      failure = error;
    },
  };
}
