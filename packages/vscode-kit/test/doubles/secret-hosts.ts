import { createMemorySecrets } from '@wicketgate/testing';
import type { SecretStore } from '../../src/ports/secret-store.ts';
import type { Subscription } from '../../src/ports/subscription.ts';
import { createSignal } from './signal.ts';

/** Where the secrets of a machine are kept: what its windows are opened on. */
export interface SecretHost {
  /** The secrets as a new window has them. */
  open(): SecretStore;
  /** What outlives the windows, by name. */
  kept(): Promise<ReadonlyMap<string, string>>;
  /** Loses all of it, and tells nobody. */
  lose(): void;
  /** Listeners of all windows. */
  readonly listeners: number;
}

/** As on the desktop: all windows read and write one store, and every window is told of each change. */
export function createDesktopHost(): SecretHost {
  let secrets = createMemorySecrets();
  const count = { listeners: 0 };
  return {
    open: () => ({
      keys: () => secrets.keys(),
      get: (key) => secrets.get(key),
      store: (key, value) => secrets.store(key, value),
      delete: (key) => secrets.delete(key),
      onDidChange: (listener) => counted(secrets.onDidChange(listener), count),
    }),
    kept: async () => {
      const names = await secrets.keys();
      return new Map(await Promise.all(names.map(async (name) => [name, (await secrets.get(name)) ?? ''] as const)));
    },
    lose: () => {
      secrets = createMemorySecrets();
    },
    get listeners() {
      return count.listeners;
    },
  };
}

/**
 * As in a browser (code-server, vscode.dev): a window reads all secrets once, answers from that copy, and with each change
 * writes the whole copy back. No other window is told.
 */
export function createCachingHost(): SecretHost {
  const kept = new Map<string, string>();
  const count = { listeners: 0 };
  return {
    open: () => openCopy(kept, count),
    kept: () => Promise.resolve(new Map(kept)),
    lose: () => kept.clear(),
    get listeners() {
      return count.listeners;
    },
  };
}

function openCopy(kept: Map<string, string>, count: { listeners: number }): SecretStore {
  const copy = new Map(kept);
  const changed = createSignal<{ readonly key: string }>();
  const writeBack = (key: string) => {
    kept.clear();
    for (const [name, text] of copy) kept.set(name, text);
    changed.tell({ key });
    return Promise.resolve();
  };
  return {
    keys: () => Promise.resolve([...copy.keys()]),
    get: (key) => Promise.resolve(copy.get(key)),
    store: (key, value) => {
      copy.set(key, value);
      return writeBack(key);
    },
    delete: (key) => {
      copy.delete(key);
      return writeBack(key);
    },
    onDidChange: (listener) => counted(changed.listen(listener), count),
  };
}

function counted(subscription: Subscription, count: { listeners: number }): Subscription {
  count.listeners++;
  let listens = true;
  return {
    dispose: () => {
      if (listens) count.listeners--;
      listens = false;
      subscription.dispose();
    },
  };
}
