import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@wicketgate/core';
import { ensurePrivateFolder, readPrivateFile, withFileLock, writeFileAtomic } from '@wicketgate/core/files';
import type { TokenNotes } from '../ports/token-notes.ts';

/** A sealed record of 16,384 bytes in base64url, and what stands around it. */
const LONGEST_NOTE = 24_576;

/** As long as a call to the gateway takes with all its retries. */
const WAIT_MS = 30_000;
/** Longer than any work under the lock. A holder on this machine whose process has ended counts as gone at once. */
const STALE_MS = 180_000;

export interface TokenFilesOptions {
  /** For its owner alone (0700), on a disk of this machine. Made when it is missing. Nothing else belongs into it. */
  readonly folder: string;
  readonly clock: Clock;
}

/**
 * Notes as files (0600) of a folder that all windows share, each replaced atomically. Rejects with `unsafe_file` when others
 * may read or change them, with `lock_timeout`, and with the error of `node:fs`.
 */
export function createTokenFiles({ folder, clock }: TokenFilesOptions): TokenNotes {
  const fileOf = (name: string) => {
    // A name with a separator would leave the folder.
    if (!/^[0-9a-f]{64}$/.test(name)) throw new TypeError('The name of a note is 64 hexadecimal digits.');
    return join(folder, `tokens-${name}.json`);
  };
  return {
    read: async (name) => readPrivateFile(fileOf(name), LONGEST_NOTE),
    async write(name, text) {
      const file = fileOf(name);
      await ensurePrivateFolder(folder);
      await writeFileAtomic(file, text);
    },
    async remove(name) {
      try {
        await rm(fileOf(name));
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
        throw error;
      }
    },
    async exclusively(name, work, signal) {
      const lock = `${fileOf(name)}.lock`;
      await ensurePrivateFolder(folder);
      return withFileLock(lock, work, { waitMs: WAIT_MS, staleMs: STALE_MS, clock, ...(signal && { signal }) });
    },
  };
}
