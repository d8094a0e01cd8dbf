import { encodeBase62, randomBase62, type RandomBytes } from './base62.ts';
import { crc32 } from './crc32.ts';

/** Where a key may be used: `live` in production, `test` only where an operator accepts it. */
export const KEY_ENVIRONMENTS = ['live', 'test'] as const;
export type KeyEnvironment = (typeof KEY_ENVIRONMENTS)[number];

/** The brand of a gateway that sets none. */
export const DEFAULT_BRAND = 'wg';

const ID_LENGTH = 10;
const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const BODY_LENGTH = ID_LENGTH + SECRET_LENGTH + CHECKSUM_LENGTH;
const BRAND = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const MAX_BRAND_LENGTH = 20;
const BODY = /^[0-9A-Za-z]{48}$/;

/** The longest credential that is looked at, in characters; a longer one is malformed whatever it holds. */
export const MAX_CREDENTIAL_LENGTH = 512;

/** The parts of `<brand>_<env>_<id><secret><crc>`. */
export interface ParsedKey {
  readonly brand: string;
  readonly env: KeyEnvironment;
  /** Public: names the key in lists and logs. 10 base62 characters. */
  readonly id: string;
}

/** Why a text is no key: its outline is wrong, its brand is another's, or its checksum does not fit. */
export type KeyFlaw = 'shape' | 'brand' | 'checksum';

export type KeyParse = { readonly ok: true; readonly key: ParsedKey } | { readonly ok: false; readonly flaw: KeyFlaw };

export interface MintOptions {
  /** Default `wg`. Lower-case letters and digits in groups parted by `_`, 20 characters at most. */
  readonly brand?: string;
  readonly env: KeyEnvironment;
  readonly random: RandomBytes;
}

/** A new key: 10 characters of public id, 32 of secret (190 bits), 6 of CRC-32 over all before them. */
export function mintApiKey(options: MintOptions): { readonly key: string; readonly id: string } {
  const brand = assertBrand(options.brand ?? DEFAULT_BRAND);
  const id = randomBase62(ID_LENGTH, options.random);
  const secret = randomBase62(SECRET_LENGTH, options.random);
  const head = `${brand}_${options.env}_${id}${secret}`;
  return { key: head + checksum(head), id };
}

/** A new public id, for a key whose text is not ours. */
export function mintKeyId(random: RandomBytes): string {
  return randomBase62(ID_LENGTH, random);
}

/** Reads a key from its end, so that a brand may hold underscores. No I/O: a typo costs no look-up. */
export function parseApiKey(text: string, brand: string = DEFAULT_BRAND): KeyParse {
  const bodyAt = text.length - BODY_LENGTH;
  const body = text.slice(Math.max(bodyAt, 0));
  const env = KEY_ENVIRONMENTS.find((name) => text.slice(0, Math.max(bodyAt, 0)).endsWith(`_${name}_`));
  if (env === undefined || !BODY.test(body)) return { ok: false, flaw: 'shape' };
  if (text.slice(0, bodyAt) !== `${brand}_${env}_`) return { ok: false, flaw: 'brand' };
  if (checksum(text.slice(0, -CHECKSUM_LENGTH)) !== text.slice(-CHECKSUM_LENGTH)) {
    return { ok: false, flaw: 'checksum' };
  }
  return { ok: true, key: { brand, env, id: body.slice(0, ID_LENGTH) } };
}

/** Whether a text claims the brand and must therefore parse. */
export function claimsBrand(text: string, brand: string = DEFAULT_BRAND): boolean {
  return text.startsWith(`${brand}_`);
}

/** The pattern of a brand's keys, unanchored: for secret scanners and redactors. */
export function keyPattern(brand: string = DEFAULT_BRAND): RegExp {
  return new RegExp(`${assertBrand(brand)}_(?:live|test)_[0-9A-Za-z]{${BODY_LENGTH}}`, 'g');
}

/** First four and last four characters; `***` where that would show half of it or more. */
export function maskApiKey(text: string): string {
  return text.length <= 16 ? '***' : `${text.slice(0, 4)}…${text.slice(-4)}`;
}

/** Answers the brand, or throws a TypeError that says what a brand looks like. */
export function assertBrand(brand: string): string {
  if (brand.length <= MAX_BRAND_LENGTH && BRAND.test(brand)) return brand;
  throw new TypeError(
    `A key brand has at most ${MAX_BRAND_LENGTH} lower-case letters and digits, in groups parted by "_".`,
  );
}

function checksum(head: string): string {
  return encodeBase62(crc32(head), CHECKSUM_LENGTH);
}
