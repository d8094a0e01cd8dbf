import type { Clock } from '@wicketgate/core';
import { writeFileAtomic } from '@wicketgate/core/files';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ledger } from '../ports/ledger.ts';
import { type FolderWatchOptions, watchFolder } from './folder-watch.ts';

/** A note is a line. Whoever puts a large file in its place must not fill the memory of the extension host. */
const LONGEST_NOTE = 4_096;

/** How often a file is tried that Windows refuses for a moment, and how long it is left alone between. */
const TRIES = 6;
const PAUSE_MS = 50;

/** The files that notes are. `read` answers undefined where there is none; both reject with the error of `node:fs`. */
export interface NoteFiles {
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string): Promise<void>;
}

export interface FolderLedgerOptions extends FolderWatchOptions {
  /** Default: those of Node. */
  readonly files?: NoteFiles;
}

const NODE_FILES: NoteFiles = { read: readNote, write: (path, text) => writeFileAtomic(path, text) };

/**
 * A ledger of files in a folder that all windows of this machine share, one for each name. A name has 1 to 100 letters,
 * digits, `.`, `_` and `-`, and does not begin with a dot: another one rejects with a TypeError. What the file system cannot
 * do rejects with the error of `node:fs`.
 */
export function createFolderLedger(options: FolderLedgerOptions): Ledger {
  const { folder, clock, files = NODE_FILES } = options;
  return {
    async read(name) {
      const path = pathOf(folder, name);
      return patiently(clock, () => files.read(path));
    },
    async write(name, text) {
      const path = pathOf(folder, name);
      if (Buffer.byteLength(text) > LONGEST_NOTE) throw new TypeError(`A note has at most ${LONGEST_NOTE} bytes.`);
      await mkdir(folder, { recursive: true });
      await patiently(clock, () => files.write(path, text));
    },
    onDidChange: (listener) => watchFolder(options, listener),
  };
}

/** On Windows nobody replaces or opens a file while another window replaces it, or a virus scanner looks at it. */
async function patiently<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries >= TRIES || !isBusy(error)) throw error;
    }
    await clock.sleep(PAUSE_MS);
  }
}

function isBusy(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EPERM' || code === 'EACCES' || code === 'EBUSY';
}

function pathOf(folder: string, name: string): string {
  // A name with a separator would leave the folder.
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/.test(name)) throw new TypeError('The name of a note must be a plain one.');
  return join(folder, name);
}

async function readNote(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(LONGEST_NOTE + 1), 0, LONGEST_NOTE + 1, 0);
      return bytesRead > LONGEST_NOTE ? undefined : buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
