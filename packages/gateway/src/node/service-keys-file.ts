import { randomUUID } from 'node:crypto';
import { link, mkdir, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { RandomBytes } from '@wicketgate/contract';
import { writeFileAtomic } from '@wicketgate/core/files';
import { createSigningKey } from '../adapters/ed25519.ts';
import { encryptionKeyId } from '../adapters/encryption-key-id.ts';
import {
  formatServiceKeyFile,
  makeSecret,
  makeServiceKeys,
  parseEncryptionKeys,
  parsePeppers,
  parseSigningSeeds,
  type ServiceKeyFile,
} from '../domain/service-key-text.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import { ServiceKeysError } from './service-keys-error.ts';
import { readKeyFile, rewriteKeyFile } from './service-keys-text-file.ts';

export interface LoadServiceKeysOptions {
  /** Path of the 0600 file. Read only for what the texts below leave open. */
  readonly file: string;
  /** Instead of the file's peppers: base64 of 32 bytes, or `version:base64` items parted by commas. */
  readonly pepper?: string | undefined;
  /** Instead of the file's signing keys: base64 of a 32-byte Ed25519 seed, several parted by commas, the first signs. */
  readonly signingKey?: string | undefined;
  /** Instead of the file's encryption keys: base64 of 32 bytes, several parted by commas, the first seals. */
  readonly encryptionKey?: string | undefined;
}

export interface OpenServiceKeysOptions extends LoadServiceKeysOptions {
  /** What to do when the file is needed and not there. Make new ones only for a database that has met none. */
  readonly whenMissing: 'refuse' | 'create';
  /** What to do when the file has no encryption key. Add one only for a database that has met none. */
  readonly whenIncomplete: 'refuse' | 'add';
  readonly random: RandomBytes;
}

/** Loads the service keys, making or completing the file first where the caller wants that. Safe to call at once from several processes. */
export async function openServiceKeys(options: OpenServiceKeysOptions): Promise<ServiceKeys> {
  try {
    return await loadServiceKeys(options);
  } catch (error) {
    const isNew = isCode(error, 'missing') && options.whenMissing === 'create';
    const isOld = isCode(error, 'incomplete') && options.whenIncomplete === 'add';
    if (!isNew && !isOld) throw error;
    await (isNew ? createUnlessThere(options) : addEncryptionKey(options));
  }
  return loadServiceKeys(options);
}

/** Reads the service keys. Throws `ServiceKeysError`: `missing`, `incomplete`, `unsafe`, `damaged`, `invalid` or `unavailable`. */
export async function loadServiceKeys(options: LoadServiceKeysOptions): Promise<ServiceKeys> {
  const given = givenKeys(options);
  const { peppers, seeds, encryptionKeys } = given;
  const kept = peppers && seeds && encryptionKeys ? undefined : await readKeyFile(options.file);
  const keys = { peppers: [], seeds: [], encryptionKeys: [], ...kept, ...given };
  if (keys.encryptionKeys.length > 0) return toServiceKeys(keys);
  throw new ServiceKeysError('incomplete', `${resolve(options.file)} holds no encryption key.`);
}

/**
 * Makes the file with new keys, and its folder for the owner alone. Never overwrites: throws `ServiceKeysError` with
 * `exists`, or `unavailable` when the folder cannot be written.
 */
export async function createServiceKeys({
  file,
  random,
}: Pick<OpenServiceKeysOptions, 'file' | 'random'>): Promise<ServiceKeys> {
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

/** Another process may be first: its keys are the ones. */
async function createUnlessThere(options: OpenServiceKeysOptions): Promise<void> {
  try {
    await createServiceKeys(options);
  } catch (error) {
    if (!isCode(error, 'exists')) throw error;
  }
}

async function addEncryptionKey({ file, random }: OpenServiceKeysOptions): Promise<void> {
  await rewriteKeyFile(file, (held) =>
    held.encryptionKeys.length > 0 ? held : { ...held, encryptionKeys: [makeSecret(random)] },
  );
}

/** The members that the environment brings. */
function givenKeys({ pepper, signingKey, encryptionKey }: LoadServiceKeysOptions): Partial<ServiceKeyFile> {
  return {
    ...(pepper !== undefined && { peppers: setting('WICKETGATE_PEPPER', () => parsePeppers(pepper)) }),
    ...(signingKey !== undefined && { seeds: setting('WICKETGATE_SIGNING_KEY', () => parseSigningSeeds(signingKey)) }),
    ...(encryptionKey !== undefined && {
      encryptionKeys: setting('WICKETGATE_ENCRYPTION_KEY', () => parseEncryptionKeys(encryptionKey)),
    }),
  };
}

async function toServiceKeys({ peppers, seeds, encryptionKeys }: ServiceKeyFile): Promise<ServiceKeys> {
  return {
    peppers: peppers.map(({ version, secret }) => ({ version, secret })),
    signing: await Promise.all(
      seeds.map(async (seed) => ({ kid: (await createSigningKey(seed)).kid, seed: Uint8Array.from(seed) })),
    ),
    encryption: await Promise.all(encryptionKeys.map(async (key) => ({ id: await encryptionKeyId(key), key }))),
  };
}

function setting<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'is not understood';
    throw new ServiceKeysError('invalid', `${name} ${reason}.`, { cause });
  }
}

function isCode(error: unknown, code: ServiceKeysError['code']): boolean {
  return error instanceof ServiceKeysError && error.code === code;
}
