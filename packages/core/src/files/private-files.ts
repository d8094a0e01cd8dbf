import type { Stats } from 'node:fs';
import { lstat, mkdir, stat } from 'node:fs/promises';
import { WicketgateError } from '../words/errors.ts';
import { openPlainFile } from './plain-file.ts';

/** Bits that let the group or everybody read, write or enter. */
const OTHERS = 0o077;

/** Bits that let the group or everybody make, rename and remove what stands in a folder. */
const OTHERS_CHANGE = 0o022;
/** With it they may do that to what is their own alone, as in /tmp (POSIX `S_ISVTX`). */
const STICKY = 0o1000;

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

/**
 * Throws `unsafe_file` when the group or everybody may write to a folder without the sticky bit: they could put another
 * file in the place of a private one, though they cannot read that. Reading the names is nobody's harm. A folder that is
 * not there is nobody's, and Windows keeps permissions elsewhere: both pass.
 */
export async function refuseSharedFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const mode = await modeOf(path);
  if (mode === undefined || (mode & OTHERS_CHANGE) === 0 || (mode & STICKY) !== 0) return;
  throw unsafe(path, 'may be changed by others, and with it any file in it. Run: chmod 700 on it');
}

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
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
