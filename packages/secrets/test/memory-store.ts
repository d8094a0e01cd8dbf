import { Secret, type SecretStore } from '@wicketgate/core';

/** A store in memory that counts what it is asked and fails when it is told to. */
export interface MemoryStore extends SecretStore {
  readonly values: Map<string, string>;
  /** The names that were asked for, in order. */
  readonly asked: string[];
  /** From now on every call fails with this; undefined: it works again. */
  failWith(error: unknown): void;
}

export interface MemoryStoreOptions {
  readonly values?: Readonly<Record<string, string>>;
  readonly updatedAt?: number;
}

export function createMemoryStore(id: string, { values = {}, updatedAt }: MemoryStoreOptions = {}): MemoryStore {
  const entries = new Map(Object.entries(values));
  const asked: string[] = [];
  let failure: unknown;
  const enter = (signal: AbortSignal | undefined) => {
    signal?.throwIfAborted();
    if (failure !== undefined) throw failure as Error;
  };
  return {
    id,
    values: entries,
    asked,
    failWith: (error) => {
      failure = error;
    },
    find: async (name, signal) => {
      asked.push(name);
      enter(signal);
      const value = await Promise.resolve(entries.get(name));
      if (value === undefined) return undefined;
      return { secret: new Secret(value), place: `${id} in memory`, ...(updatedAt !== undefined && { updatedAt }) };
    },
    names: async (signal) => {
      enter(signal);
      return Promise.resolve([...entries.keys()].sort());
    },
    put: async (name, secret, signal) => {
      enter(signal);
      await Promise.resolve(entries.set(name, secret.reveal()));
    },
    remove: async (name, signal) => {
      enter(signal);
      return Promise.resolve(entries.delete(name));
    },
  };
}
