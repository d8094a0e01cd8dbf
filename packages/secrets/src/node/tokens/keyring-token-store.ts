import type { Secret, TokenStore } from '@wicketgate/core';
import type { Keyring } from '../../ports/keyring.ts';
import { checkTokenAccount, checkTokenRecord, recordFlaw } from '../../rules/token-record.ts';
import { SecretsError } from '../../words/errors.ts';
import { createTokenLock, type TokenLockOptions } from './token-lock.ts';

/** `folder` is that of the locks: a keyring has none that end with their holder. */
export interface KeyringTokenStoreOptions extends TokenLockOptions {
  readonly keyring: Keyring;
}

/**
 * Sign-ins in the operating system's keyring, each at the account `token:<account>`. What the keyring refuses is refused:
 * on Windows that is every record of more than 2,000 bytes (`invalid_value`). Throws `keyring_…` codes, and `keyring_failed`
 * for an entry that is no record.
 */
export function createKeyringTokenStore({ keyring, ...lock }: KeyringTokenStoreOptions): TokenStore {
  const entryOf = (account: string) => `token:${checkTokenAccount(account)}`;

  return {
    id: 'keyring',
    load: async (account, signal) => {
      const entry = entryOf(account);
      const record = await keyring.get(entry, signal);
      if (record !== undefined) refuseDamaged(record, `${keyring.backend}, ${entry}`);
      return record;
    },
    save: async (account, record, signal) => {
      const entry = entryOf(account);
      checkTokenRecord(record);
      await keyring.set(entry, record, signal);
    },
    clear: async (account, signal) => keyring.delete(entryOf(account), signal),
    exclusively: createTokenLock(lock),
  };
}

function refuseDamaged(record: Secret, place: string): void {
  const flaw = recordFlaw(record.reveal());
  if (flaw === undefined) return;
  throw new SecretsError('keyring_failed', `What stands at ${place} is no record of a sign-in: it ${flaw}.`, {
    hint: 'Another program wrote it. Sign out, and in again.',
  });
}
