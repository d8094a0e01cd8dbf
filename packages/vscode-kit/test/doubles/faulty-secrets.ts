import type { SecretStore } from '../../src/ports/secret-store.ts';

/** How an act of a store can fail: it throws where it is called, rejects, never ends, or does nothing and says that it did. */
export type SecretFault = 'throw' | 'reject' | 'hang' | 'forget';

export interface FaultySecrets extends SecretStore {
  /** Makes an act fail from now on; undefined heals it. */
  fail(act: 'get' | 'store' | 'delete', how: SecretFault | undefined): void;
  /** How often an act was asked for. */
  readonly asked: Readonly<Record<'get' | 'store' | 'delete', number>>;
}

/** A store over another one that can be told to fail. */
export function createFaultySecrets(inner: SecretStore): FaultySecrets {
  const faults = new Map<string, SecretFault>();
  const asked = { get: 0, store: 0, delete: 0 };
  const attempt = <T>(act: 'get' | 'store' | 'delete', work: () => PromiseLike<T>): PromiseLike<T | undefined> => {
    asked[act]++;
    switch (faults.get(act)) {
      case undefined:
        return work();
      case 'throw':
        throw new Error('The key ring is not available.');
      case 'reject':
        return Promise.reject(new Error('The key ring is locked.'));
      case 'hang':
        return new Promise<T>(() => undefined);
      case 'forget':
        return Promise.resolve(undefined);
    }
  };
  return {
    asked,
    keys: () => attempt('get', () => inner.keys()).then((names) => names ?? []),
    get: (key) => attempt('get', () => inner.get(key)),
    store: (key, value) => attempt('store', () => inner.store(key, value)).then(() => undefined),
    delete: (key) => attempt('delete', () => inner.delete(key)).then(() => undefined),
    onDidChange: (listener) => inner.onDidChange(listener),
    fail: (act, how) => {
      if (how === undefined) faults.delete(act);
      else faults.set(act, how);
    },
  };
}
