import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { type Logger, Secret, type SecretSource, WicketgateError } from '@wicketgate/core';
import { scanDotenv } from '../rules/dotenv-scan.ts';
import { isReference } from '../rules/secret-reference.ts';
import { openReadable } from './readable-file.ts';

export interface DotenvSourceOptions {
  /** The path of the file. */
  readonly file: string;
  /** The id of the source: the file's name, `.env.local`. */
  readonly label: string;
  /** Default: this machine's. Windows keeps permissions elsewhere. */
  readonly platform?: NodeJS.Platform;
  /** Told once when others on the machine may read a file that holds a secret. Default: nobody. */
  readonly logger?: Logger;
}

const MAX_BYTES = 1_048_576;
/** Bits that let the group or everybody read. */
const READ_BY_OTHERS = 0o044;

interface DotenvSecret {
  readonly secret: Secret;
  readonly line: number;
}

interface Reading {
  /** What tells one state of the file from another. */
  readonly state: string;
  readonly entries: ReadonlyMap<string, DotenvSecret>;
}

/**
 * A dotenv file, read as data and read again when it has changed. The last assignment of a name counts; a value that
 * begins with `wicketgate:` refers to a secret kept elsewhere and counts as absent. No file, or a folder of that name, holds
 * nothing. Throws `unsafe_file` for more than 1 MiB or anything that is no plain file, and the system's error.
 */
export function createDotenvSource(options: DotenvSourceOptions): SecretSource {
  const { file, label, platform = process.platform, logger } = options;
  let reading: Reading | undefined;
  let isTold = false;
  const tellOnce = ({ mode }: Stats) => {
    if (isTold || platform === 'win32' || (mode & READ_BY_OTHERS) === 0) return;
    isTold = true;
    logger?.warn({ file }, 'others on this machine may read the secrets of this file; run: chmod 600 on it');
  };
  return {
    id: label,
    find: async (name, signal) => {
      signal?.throwIfAborted();
      const handle = await openReadable(file);
      if (handle === undefined) return undefined;
      try {
        const stats = await handle.stat();
        // A Python environment is a folder, and some are called .env.
        if (stats.isDirectory()) return undefined;
        checkKind(file, stats);
        reading = await freshReading(handle, stats, reading);
        const entry = reading.entries.get(name);
        if (entry === undefined) return undefined;
        tellOnce(stats);
        return { secret: entry.secret, place: `${file}, line ${entry.line}` };
      } finally {
        await handle.close();
      }
    },
  };
}

async function freshReading(handle: FileHandle, stats: Stats, known: Reading | undefined): Promise<Reading> {
  const state = [stats.dev, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(' ');
  if (known?.state === state) return known;
  const entries = new Map<string, DotenvSecret>();
  for (const { name, value, line } of scanDotenv(await handle.readFile('utf8'))) {
    if (isReference(value)) entries.delete(name);
    else entries.set(name, { secret: new Secret(value), line });
  }
  return { state, entries };
}

function checkKind(file: string, stats: Stats): void {
  if (!stats.isFile()) throw new WicketgateError('unsafe_file', `${file} is not a plain file.`);
  if (stats.size <= MAX_BYTES) return;
  throw new WicketgateError('unsafe_file', `${file} is larger than ${MAX_BYTES} bytes.`);
}
