import { open, rm } from 'node:fs/promises';
import { CommandFailure } from '../words/failure.ts';
import { reasonOf } from './input.ts';

/** A new file that waits for a secret. */
export interface SecretFile {
  /** Writes the line and closes the file; what was written is on the disk. */
  keep(line: string): Promise<void>;
  /** Removes the file, unless `keep` has succeeded. */
  discard(): Promise<void>;
}

/**
 * Makes a new file that its owner alone can read, before there is a secret: a path that cannot be written is found out
 * while nothing has happened yet. An existing file is never overwritten, and no link is followed (`wx`).
 */
export async function reserveSecretFile(path: string): Promise<SecretFile> {
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    if (reasonOf(cause) === 'EEXIST') {
      const hint = 'Name a file that does not exist yet; nothing is overwritten.';
      throw new CommandFailure('file_exists', `The file ${path} exists already.`, { hint, cause });
    }
    throw new CommandFailure('unwritable_file', `The file ${path} cannot be made (${reasonOf(cause)}).`, { cause });
  });
  let kept = false;
  return {
    keep: async (line) => {
      await file.writeFile(`${line}\n`);
      await file.sync();
      await file.close();
      kept = true;
    },
    discard: async () => {
      if (kept) return;
      await file.close();
      await rm(path, { force: true });
    },
  };
}
