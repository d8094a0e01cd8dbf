import type { Storage } from '../../src/ports/storage.ts';

export interface CountingStorage {
  readonly storage: Storage;
  /** Calls by method, since the last `reset`. */
  readonly calls: Readonly<Record<string, number>>;
  /** What a method was given the last time. */
  given(method: string): readonly unknown[] | undefined;
  reset(): void;
  /** From now on every method fails with this; undefined ends that. */
  fail(error: Error | undefined): void;
  /** From now on every method waits for this before it begins. */
  holdUp(until: Promise<void>): void;
}

/** The real storage, with its calls counted and on demand out of order. */
export function countingStorage(inner: Storage): CountingStorage {
  let calls: Record<string, number> = {};
  let failure: Error | undefined;
  let held: Promise<void> | undefined;
  const given = new Map<string, readonly unknown[]>();
  const storage = new Proxy(inner, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]): unknown => {
        given.set(String(name), parameters);
        calls[String(name)] = (calls[String(name)] ?? 0) + 1;
        if (failure) return Promise.reject(failure);
        const begin = () => Reflect.apply(member, target, parameters) as unknown;
        return held ? held.then(begin) : begin();
      };
    },
  });
  return {
    storage,
    get calls() {
      return calls;
    },
    given: (method) => given.get(method),
    reset: () => {
      calls = {};
    },
    fail: (error) => {
      failure = error;
    },
    holdUp: (until) => {
      held = until;
    },
  };
}
