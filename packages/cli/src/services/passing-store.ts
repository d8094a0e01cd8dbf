import type { Secret, TokenStore } from '@wicketgate/core';

/** A store of sign-ins that is gone with the process. Nobody shares it, so there is nothing to wait for. */
export function passingStore(): TokenStore {
  const records = new Map<string, Secret>();
  return {
    id: 'memory',
    load: (account) => Promise.resolve(records.get(account)),
    save: (account, record) => {
      records.set(account, record);
      return Promise.resolve();
    },
    clear: (account) => Promise.resolve(records.delete(account)),
    exclusively: (_account, work) => work(),
  };
}
