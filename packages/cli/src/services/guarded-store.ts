import { type TokenStore, WicketgateError } from '@wicketgate/core';

/** A store of sign-ins that can be left safely. */
export interface GuardedStore extends TokenStore {
  /** Waits for what has begun, and lets nothing begin any more. */
  leave(): Promise<void>;
}

/**
 * Work under the lock is a refresh: once the gateway was asked, its answer must be stored before the process ends, or the
 * sign-in is lost with it.
 */
export function guardedStore(store: TokenStore): GuardedStore {
  const running = new Set<Promise<unknown>>();
  let isLeft = false;
  return {
    id: store.id,
    load: (account, signal) => store.load(account, signal),
    save: (account, record, signal) => store.save(account, record, signal),
    clear: (account, signal) => store.clear(account, signal),
    exclusively: async (account, work, signal) => {
      const guarded = async () => {
        // Waiting for the lock may have taken until after the end.
        if (isLeft) throw new WicketgateError('closed', 'The command has ended.');
        const begun = work();
        running.add(begun);
        try {
          return await begun;
        } finally {
          running.delete(begun);
        }
      };
      return store.exclusively(account, guarded, signal);
    },
    leave: async () => {
      isLeft = true;
      await Promise.allSettled(running);
    },
  };
}
