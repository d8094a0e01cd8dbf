import type { RandomBytes } from '@wicketgate/contract';
import * as z from 'zod/mini';
import { fromBase64Url, toBase64 } from './encoding.ts';

const SECRET_BYTES = 32;
/** 43 characters hold 32 bytes, and two bits that count for nothing. */
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;
const VERSIONED = /^([1-9][0-9]{0,5}):(.+)$/;

export interface Pepper {
  readonly version: number;
  readonly secret: Uint8Array<ArrayBuffer>;
}

/**
 * Peppers as an environment variable holds them: the base64 of 32 bytes (version 1), or `version:base64` items parted
 * by commas. Throws a TypeError that never quotes the text.
 */
export function parsePeppers(text: string): Pepper[] {
  const items = text.split(',').map((item) => item.trim());
  const single = items.length === 1;
  const peppers = items.map((item, at) => {
    const versioned = VERSIONED.exec(item);
    if (versioned === null && !single) throw new TypeError(`item ${at + 1} must be version:base64`);
    const [, version = '1', secret = item] = versioned ?? [];
    return { version: Number(version), secret: parseSecret(secret) };
  });
  if (new Set(peppers.map(({ version }) => version)).size < peppers.length) {
    throw new TypeError('must not name a version twice');
  }
  return peppers;
}

/**
 * Ed25519 seeds as an environment variable holds them: base64 of 32 bytes each, parted by commas; the first signs, the
 * others are still published. Throws a TypeError that never quotes the text.
 */
export function parseSigningSeeds(text: string): Uint8Array<ArrayBuffer>[] {
  return parseSecrets(text);
}

/**
 * AES-256 keys as an environment variable holds them: base64 of 32 bytes each, parted by commas; the first seals, the
 * others still open. Throws a TypeError that never quotes the text.
 */
export function parseEncryptionKeys(text: string): Uint8Array<ArrayBuffer>[] {
  const keys = parseSecrets(text);
  assertEncryptionKeys(keys);
  return keys;
}

function parseSecrets(text: string): Uint8Array<ArrayBuffer>[] {
  return text.split(',').map((item) => parseSecret(item.trim()));
}

/** What is no key would seal what everybody can open, and the envelope refuses it later, with fewer words. */
function assertEncryptionKeys(keys: readonly Uint8Array[]): void {
  if (keys.some((key) => key.every((byte) => byte === key[0]))) throw new TypeError('must be random bytes');
  if (new Set(keys.map(toBase64)).size < keys.length) throw new TypeError('must not name a key twice');
}

/** 32 bytes from base64 or base64url, padded or not. */
export function parseSecret(text: string): Uint8Array<ArrayBuffer> {
  if (!BASE64.test(text)) throw new TypeError(`must be the base64 of ${SECRET_BYTES} bytes`);
  return fromBase64Url(text.replace('=', ''));
}

/** What the file of the service keys holds. */
export interface ServiceKeyFile {
  readonly peppers: readonly Pepper[];
  /** Ed25519 seeds: the first signs. */
  readonly seeds: readonly Uint8Array<ArrayBuffer>[];
  /** AES-256 keys: the first seals. A file that an earlier release made has none. */
  readonly encryptionKeys: readonly Uint8Array<ArrayBuffer>[];
}

const fileSchema = z.strictObject({
  version: z.literal(1),
  peppers: z.array(z.strictObject({ version: z.int().check(z.minimum(1)), secret: z.string() })).check(z.minLength(1)),
  signing: z.array(z.strictObject({ seed: z.string() })).check(z.minLength(1)),
  encryption: z.optional(z.array(z.strictObject({ key: z.string() })).check(z.minLength(1))),
});

/** Reads the file of the service keys. Throws a TypeError that never quotes it. */
export function parseServiceKeyFile(json: string): ServiceKeyFile {
  const parsed = fileSchema.safeParse(parseJson(json));
  if (!parsed.success)
    throw new TypeError('must be a JSON object of version 1 with peppers, signing keys and encryption keys');
  const { peppers, signing, encryption = [] } = parsed.data;
  const encryptionKeys = encryption.map(({ key }) => parseSecret(key));
  assertEncryptionKeys(encryptionKeys);
  return {
    peppers: peppers.map(({ version, secret }) => ({ version, secret: parseSecret(secret) })),
    seeds: signing.map(({ seed }) => parseSecret(seed)),
    encryptionKeys,
  };
}

/** The file of the service keys as text: JSON of version 1. */
export function formatServiceKeyFile({ peppers, seeds, encryptionKeys }: ServiceKeyFile): string {
  const file: z.infer<typeof fileSchema> = {
    version: 1,
    peppers: peppers.map(({ version, secret }) => ({ version, secret: toBase64(secret) })),
    signing: seeds.map((seed) => ({ seed: toBase64(seed) })),
    ...(encryptionKeys.length > 0 && { encryption: encryptionKeys.map((key) => ({ key: toBase64(key) })) }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** A first key of each kind. */
export function makeServiceKeys(random: RandomBytes): ServiceKeyFile {
  return {
    peppers: [{ version: 1, secret: makeSecret(random) }],
    seeds: [makeSecret(random)],
    encryptionKeys: [makeSecret(random)],
  };
}

/** A new pepper, seed or encryption key. */
export function makeSecret(random: RandomBytes): Uint8Array<ArrayBuffer> {
  return random(new Uint8Array(SECRET_BYTES));
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Not kept as the cause: a syntax error quotes the text around it, which is secret here.
    return undefined;
  }
}
