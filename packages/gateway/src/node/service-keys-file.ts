import { randomUUID } from 'node:crypto';
import { link, mkdir, realpath, rm } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { RandomBytes } from '@wicketgate/contract';
import { WicketgateError } from '@wicketgate/core';
import { readPrivateFile, writeFileAtomic } from '@wicketgate/core/files';
import { createSigningKey } from '../adapters/ed25519.ts';
import {
  formatServiceKeyFile,
  makeServiceKeys,
  parsePeppers,
  parseServiceKeyFile,
  parseSigningSeeds,
  type ServiceKeyFile,
} from '../domain/service-key-text.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import { ServiceKeysError } from './service-keys-error.ts';

/** Room for hundreds of keys. */
const MAX_BYTES = 64 * 1024;

export interface LoadServiceKeysOptions {
  /** Path of the 0600 file. Read only for what the two texts below leave open. */
  readonly file: string;
  /** Instead of the file's peppers: base64 of 32 bytes, or `version:base64` items parted by commas. */
  readonly pepper?: string | undefined;
  /** Instead of the file's signing keys: base64 of a 32-byte Ed25519 seed, several parted by commas, the first signs. */
  readonly signingKey?: string | undefined;
}

export interface OpenServiceKeysOptions extends LoadServiceKeysOptions {
  /** What to do when the file is needed and not there. Make new ones only for a database that has met none. */
  readonly whenMissing: 'refuse' | 'create';
  readonly random: RandomBytes;
}

/** Loads the service keys, making the file first when it is missing and the caller wants that. Safe to call at once from several processes. */
export async function openServiceKeys(options: OpenServiceKeysOptions): Promise<ServiceKeys> {
  try {
    return await loadServiceKeys(options);
  } catch (error) {
    if (!isCode(error, 'missing') || options.whenMissing === 'refuse') throw error;
  }
  try {
    return await createServiceKeys(options);
  } catch (error) {
    if (!isCode(error, 'exists')) throw error;
  }
  // Another process was first: its keys are the ones.
  return loadServiceKeys(options);
}

/** Reads the service keys. Throws `ServiceKeysError`: `missing`, `unsafe`, `damaged`, `invalid` or `unavailable`. */
export async function loadServiceKeys({ file, pepper, signingKey }: LoadServiceKeysOptions): Promise<ServiceKeys> {
  const peppers = pepper === undefined ? undefined : setting('WICKETGATE_PEPPER', () => parsePeppers(pepper));
  const seeds =
    signingKey === undefined ? undefined : setting('WICKETGATE_SIGNING_KEY', () => parseSigningSeeds(signingKey));
  if (peppers && seeds) return toServiceKeys({ peppers, seeds });
  const kept = await readKeyFile(resolve(file));
  return toServiceKeys({ peppers: peppers ?? kept.peppers, seeds: seeds ?? kept.seeds });
}

/**
 * Makes the file with new keys, and its folder for the owner alone. Never overwrites: throws `ServiceKeysError` with
 * `exists`, or `unavailable` when the folder cannot be written.
 */
export async function createServiceKeys({
  file,
  random,
}: {
  readonly file: string;
  readonly random: RandomBytes;
}): Promise<ServiceKeys> {
  const path = resolve(file);
  const keys = makeServiceKeys(random);
  const draft = `${path}.${randomUUID()}.new`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomic(draft, formatServiceKeyFile(keys), { mode: 0o600 });
    // A link appears whole or not at all, and never in the place of another file.
    await link(draft, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
      throw new ServiceKeysError('exists', `${path} exists already.`, { cause });
    throw new ServiceKeysError('unavailable', `${path} cannot be made. Check that its folder is writable.`, { cause });
  } finally {
    await rm(draft, { force: true });
  }
  return toServiceKeys(keys);
}

async function readKeyFile(path: string): Promise<ServiceKeyFile> {
  const text = await readText(path);
  try {
    return parseServiceKeyFile(text);
  } catch (cause) {
    throw new ServiceKeysError('damaged', `${path} ${messageOf(cause)}. Restore it from a backup.`, { cause });
  }
}

async function readText(path: string): Promise<string> {
  try {
    const text = await readPrivateFile(await followWithinFolder(path), MAX_BYTES);
    if (text !== undefined) return text;
  } catch (cause) {
    if (cause instanceof ServiceKeysError) throw cause;
    if (cause instanceof WicketgateError) throw new ServiceKeysError('unsafe', cause.message, { cause });
    throw new ServiceKeysError('unavailable', `${path} cannot be read.`, { cause });
  }
  throw new ServiceKeysError('missing', `The service keys are missing: there is no ${path}.`);
}

/** Mounted secrets are links within their folder. A link that leads out of it could have been planted. */
async function followWithinFolder(path: string): Promise<string> {
  try {
    const target = await realpath(path);
    const folder = await realpath(dirname(path));
    if (isWithin(folder, target)) return target;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return path;
    throw error;
  }
  throw new ServiceKeysError('unsafe', `${path} is a symbolic link to another folder.`);
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function toServiceKeys({ peppers, seeds }: ServiceKeyFile): Promise<ServiceKeys> {
  const signing = seeds.map(async (seed) => {
    const { kid } = await createSigningKey(Uint8Array.from(seed));
    return { kid, seed: Uint8Array.from(seed) };
  });
  return { peppers: peppers.map(({ version, secret }) => ({ version, secret })), signing: await Promise.all(signing) };
}

function setting<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new ServiceKeysError('invalid', `${name} ${messageOf(cause)}.`, { cause });
  }
}

function isCode(error: unknown, code: ServiceKeysError['code']): boolean {
  return error instanceof ServiceKeysError && error.code === code;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'is not understood';
}
