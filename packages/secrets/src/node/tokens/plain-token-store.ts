import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret, type TokenStore } from '@wicketgate/core';
import {
  ensurePrivateFolder,
  readPrivateFile,
  removeUnfinished,
  withFileLock,
  writeFileAtomic,
} from '@wicketgate/core/files';
import { checkTokenAccount, checkTokenRecord, MAX_RECORD_BYTES, recordFlaw } from '../../rules/token-record.ts';
import { SecretsError } from '../../words/errors.ts';
import { createTokenLock, type TokenLockOptions } from './token-lock.ts';

/** `folder` is that of the records and of their locks. Nothing else belongs into it. */
export type PlainTokenStoreOptions = TokenLockOptions;

/**
 * Sign-ins as plain files (0600), for machines without a keyring and for people who ask for it by name: whoever reads the
 * disk or a backup of it is signed in. Each is replaced atomically, and links are not followed. Throws `unsafe_file` when
 * the folder or a file may be read or changed by others, and `corrupt_file` for a file that is no record.
 */
export function createPlainTokenStore({ folder, clock }: PlainTokenStoreOptions): TokenStore {
  const fileOf = (account: string) => join(folder, `token-${checkTokenAccount(account)}.json`);
  // Apart from `exclusively`, within which records are written.
  const whileWriting = <T>(file: string, work: () => Promise<T>, signal: AbortSignal | undefined) =>
    withFileLock(`${file}.lock`, work, { ...(clock && { clock }), ...(signal && { signal }) });

  return {
    id: 'plain',
    load: async (account, signal) => {
      const file = fileOf(account);
      signal?.throwIfAborted();
      const text = await readPrivateFile(file, MAX_RECORD_BYTES + 1);
      if (text === undefined) return undefined;
      await ensurePrivateFolder(folder);
      return recordOf(text, file);
    },
    save: async (account, record, signal) => {
      const file = fileOf(account);
      checkTokenRecord(record);
      signal?.throwIfAborted();
      await ensurePrivateFolder(folder);
      const write = async () => {
        await removeUnfinished(file);
        await writeFileAtomic(file, `${record.reveal()}\n`);
      };
      await whileWriting(file, write, signal);
    },
    clear: async (account, signal) => {
      const file = fileOf(account);
      signal?.throwIfAborted();
      const remove = async () => {
        // What a killed writer left holds tokens too.
        await removeUnfinished(file);
        return removeIfThere(file);
      };
      return whileWriting(file, remove, signal).catch(unlessMissing);
    },
    exclusively: createTokenLock({ folder, ...(clock && { clock }) }),
  };
}

/** The line end is written last: what has none was cut off. */
function recordOf(text: string, file: string): Secret {
  const flaw = text.endsWith('\n') ? recordFlaw(text.slice(0, -1)) : 'is cut off';
  if (flaw === undefined) return new Secret(text.slice(0, -1));
  throw new SecretsError('corrupt_file', `The record of a sign-in at ${file} ${flaw}.`, {
    part: 'record',
    hint: 'Sign out, and in again.',
  });
}

async function removeIfThere(file: string): Promise<boolean> {
  try {
    await rm(file);
    return true;
  } catch (error) {
    return unlessMissing(error);
  }
}

/** Also where there is no folder yet. */
function unlessMissing(error: unknown): false {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return false;
}
