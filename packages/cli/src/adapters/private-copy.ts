import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandFailure } from '../words/failure.ts';
import { reasonOf } from './input.ts';

export interface CopyOptions {
  readonly bytes: Uint8Array;
  /** File name of the copy. */
  readonly name: string;
  /** Told of the folder when it could not be removed, and why: what was done with the copy stays done. */
  readonly onLeft: (folder: string, reason: string) => Promise<unknown>;
}

/**
 * Lends out a copy of bytes as a file in a new folder that its owner alone can enter (0700, by `mkdtemp`), and removes
 * both afterwards, whatever happened. Nobody else can change what was checked before it is used.
 */
export async function withPrivateCopy<Result>(
  { bytes, name, onLeft }: CopyOptions,
  work: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'wicketgate-')).catch(refuse);
  try {
    const file = join(folder, name);
    await writeFile(file, bytes, { mode: 0o600, flag: 'wx' }).catch(refuse);
    return await work(file);
  } finally {
    // Windows refuses to remove a file for as long as a program that was ended still holds it.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch((cause: unknown) =>
      onLeft(folder, reasonOf(cause)),
    );
  }
}

function refuse(cause: unknown): never {
  const hint = 'Free some space, or name another folder in TMPDIR (TEMP on Windows).';
  const message = `A temporary copy cannot be written in ${tmpdir()} (${reasonOf(cause)}).`;
  throw new CommandFailure('unwritable_file', message, { hint, cause });
}
