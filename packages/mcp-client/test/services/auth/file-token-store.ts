import { join } from 'node:path';
import { Secret, type TokenStore } from '@wicketgate/core';
import { ensurePrivateFolder, readPrivateFile, withFileLock, writeFileAtomic } from '@wicketgate/core/files';
import { rm } from 'node:fs/promises';

/** Sign-ins in a folder, for tests of several processes. */
export function createFileTokenStore(folder: string): TokenStore {
  const fileOf = (account: string) => join(folder, `${account}.json`);
  return {
    id: 'test-folder',
    load: async (account) => {
      const text = await readPrivateFile(fileOf(account), 20_000);
      return text === undefined ? undefined : new Secret(text);
    },
    save: async (account, record) => {
      await ensurePrivateFolder(folder);
      await writeFileAtomic(fileOf(account), record.reveal());
    },
    clear: async (account) => {
      const wasThere = (await readPrivateFile(fileOf(account), 20_000)) !== undefined;
      await rm(fileOf(account), { force: true });
      return wasThere;
    },
    exclusively: async (account, work, signal) => {
      await ensurePrivateFolder(folder);
      return withFileLock(`${fileOf(account)}.lock`, work, { waitMs: 30_000, ...(signal && { signal }) });
    },
  };
}
