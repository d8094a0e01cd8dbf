import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@wicketgate/core';
import { ensurePrivateFolder, readPrivateFile, removeUnfinished, writeFileAtomic } from '@wicketgate/core/files';
import * as z from 'zod/mini';

export interface RecordFilesOptions<Value> {
  /** The folder of the records. Made when it is missing, for its owner alone (0700). */
  readonly folder: string;
  /** Begins the names of the files: several kinds may share a folder. */
  readonly kind: string;
  /** Bytes of one file. A larger one is not read, and what would be larger is not stored. */
  readonly maxBytes: number;
  /** Files of this kind; the ones that were not written for longest go first. Undefined: none ever goes. */
  readonly maxFiles: number | undefined;
  /** Answers undefined for what is no value of this kind. */
  readonly parse: (value: unknown) => Value | undefined;
  /** What a damaged file is: as good as none, or an error that must reach whoever decides. */
  readonly damage: 'absent' | 'error';
  readonly logger?: Logger | undefined;
}

/** Values by key, one file each. */
export interface RecordFiles<Value> {
  load(key: string): Promise<Value | undefined>;
  save(key: string, value: Value): Promise<void>;
  delete(key: string): Promise<void>;
}

/** The key stands in the file as well: no file passes for that of another key. */
const envelope = z.object({ v: z.literal(1), key: z.string(), value: z.unknown() });

/**
 * Plain JSON in private files (0600), replaced atomically: several processes may share the folder, and the last one to write
 * wins. File names are hashes: a key may hold an address or a command line. Throws `unsafe_file` for a folder that others may
 * enter, and what `node:fs` throws.
 */
export function createRecordFiles<Value>(options: RecordFilesOptions<Value>): RecordFiles<Value> {
  const { folder, kind, maxBytes } = options;
  const fileOf = (key: string) => join(folder, `${kind}-${createHash('sha256').update(key).digest('hex')}.json`);
  return {
    load: async (key) => {
      try {
        const text = await readPrivateFile(fileOf(key), maxBytes);
        return text === undefined ? undefined : valueOf(text, { key, options });
      } catch (error) {
        if (options.damage === 'error') throw error;
        options.logger?.warn({ kind, err: error }, 'a stored record cannot be used; going on without it');
        return undefined;
      }
    },
    save: async (key, value) => {
      const text = JSON.stringify({ v: 1, key, value });
      const file = fileOf(key);
      await ensurePrivateFolder(folder);
      if (Buffer.byteLength(text) > maxBytes) {
        if (options.damage === 'error') throw new RangeError(`A ${kind} record may hold ${maxBytes} bytes at most.`);
        options.logger?.warn({ kind, maxBytes }, 'a record is too large to be stored');
        // An older one in its place would be believed.
        await rm(file, { force: true });
        return;
      }
      await writeFileAtomic(file, text);
      await removeOldest(options);
    },
    delete: async (key) => {
      const file = fileOf(key);
      await rm(file, { force: true });
      await removeUnfinished(file).catch(unlessMissing);
    },
  };
}

interface Reading<Value> {
  readonly key: string;
  readonly options: RecordFilesOptions<Value>;
}

function valueOf<Value>(text: string, { key, options: { kind, parse } }: Reading<Value>): Value {
  const read = envelope.safeParse(jsonOf(text));
  const value = read.success && read.data.key === key ? parse(read.data.value) : undefined;
  if (value === undefined) throw new Error(`A ${kind} record is damaged, or was written by a newer version.`);
  return value;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of JSON.parse repeats what it could not read.
    return undefined;
  }
}

async function removeOldest<Value>({ folder, kind, maxFiles }: RecordFilesOptions<Value>): Promise<void> {
  if (maxFiles === undefined) return;
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${kind}-`) && name.endsWith('.json'));
  if (names.length <= maxFiles) return;
  const aged = await Promise.all(names.map(async (name) => ({ name, at: await writtenAt(join(folder, name)) })));
  const oldest = aged.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1)).slice(0, names.length - maxFiles);
  await Promise.all(oldest.map(({ name }) => rm(join(folder, name), { force: true })));
}

/** Another process may have removed it meanwhile. */
async function writtenAt(path: string): Promise<number> {
  const found = await stat(path).catch(unlessMissing);
  return found?.mtimeMs ?? 0;
}

function unlessMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return undefined;
}
