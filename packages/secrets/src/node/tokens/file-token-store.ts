import type { TokenStore } from '@wicketgate/core';
import { TOKEN_NAME_START } from '../../rules/secret-name.ts';
import { checkTokenAccount, checkTokenRecord } from '../../rules/token-record.ts';
import type { SecretFile } from '../file/surface.ts';
import { createTokenLock, type TokenLockOptions } from './token-lock.ts';

/** `folder` is that of the locks: the file's own lock is held for one write, and not while a gateway is asked. */
export interface FileTokenStoreOptions extends TokenLockOptions {
  /** One that holds secrets too, or one for sign-ins alone. It is not made here. */
  readonly file: SecretFile;
}

/**
 * Sign-ins in an encrypted file, each under the name `wicketgate.token.<account>`: it takes part in `names()` and
 * `summary()` of the file, and no `SecretManager` lists, takes or answers it. Throws what the file throws: `no_file` for a
 * write before the file was made.
 */
export function createFileTokenStore({ file, ...lock }: FileTokenStoreOptions): TokenStore {
  const nameOf = (account: string) => `${TOKEN_NAME_START}${checkTokenAccount(account)}`;

  return {
    id: 'file',
    load: async (account, signal) => (await file.find(nameOf(account), signal))?.secret,
    save: async (account, record, signal) => {
      const name = nameOf(account);
      checkTokenRecord(record);
      await file.put(name, record, signal);
    },
    clear: async (account, signal) => {
      const name = nameOf(account);
      // The names stand in clear: whoever signs out of nothing need not open the file.
      const { secrets = [] } = (await file.summary(signal)) ?? {};
      return secrets.some((secret) => secret.name === name) && (await file.remove(name, signal));
    },
    exclusively: createTokenLock(lock),
  };
}
