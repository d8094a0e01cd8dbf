import type { Stats } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { WicketgateError } from '../words/errors.ts';
import { openPlainFile } from './plain-file.ts';

/** Bits that let the group or everybody read, write or enter. */
const OTHERS = 0o077;

/**
 * Reads a text file that must be for its owner alone, or answers undefined when there is none. Throws `unsafe_file` when
 * others may read or change it, when it belongs to somebody else, when it is a link, or when it holds more than `maxBytes`.
 * Windows keeps permissions elsewhere: there only kind and size are checked.
 */
export async function readPrivateFile(path: string, maxBytes: number): Promise<string | undefined> {
  const file = await openPlainFile(path);
  if (file === undefined) return undefined;
  try {
    // Of the open file, not of the path: nobody can exchange it between the check and the reading.
    const stats = await file.stat();
    if (!stats.isFile()) throw unsafe(path, 'is not a plain file');
    if (stats.size > maxBytes) throw unsafe(path, `is larger than ${maxBytes} bytes`);
    refuseShared(path, stats);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Makes a folder for its owner alone, or checks the one that is there. Throws `unsafe_file` when others may enter it. */
export async function ensurePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const stats = await lstat(path);
  if (!stats.isDirectory()) throw unsafe(path, 'is not a folder');
  refuseShared(path, stats);
}

function refuseShared(path: string, stats: Stats): void {
  if (process.platform === 'win32') return;
  if (stats.uid !== process.getuid?.()) throw unsafe(path, 'belongs to another user');
  if ((stats.mode & OTHERS) === 0) return;
  const mode = stats.isDirectory() ? '700' : '600';
  throw unsafe(path, `may be read or changed by others. Run: chmod ${mode} on it`);
}

function unsafe(path: string, flaw: string): WicketgateError {
  return new WicketgateError('unsafe_file', `${path} ${flaw}.`);
}
