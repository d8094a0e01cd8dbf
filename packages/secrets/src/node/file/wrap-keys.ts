import { hkdfSync, scrypt } from 'node:crypto';
import type { Secret } from '@wicketgate/core';
import { ASSOCIATED, associatedData } from '../../rules/associated-data.ts';
import type { AgeWrap, Wrap } from '../../words/document.ts';
import { type FileIdentity, KEY_BYTES } from './data-key.ts';
import { decryptGcm, encryptGcm } from './gcm.ts';

/** RFC 7914, and 128 MiB of memory with a little to spare: Node allows 32 unless told. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 160 * 1_024 * 1_024 };
const MASTER_KEY_ID_BYTES = 8;
/** An identity file may hold comments and several identities. */
const AGE_IDENTITY = /^AGE-SECRET-KEY-1[0-9A-Z]+$/i;

/** Where the keyring keeps the key of a wrap. */
export function keyringAccount(fileId: string, wrapId: string): string {
  return `file:${fileId}:${wrapId}`;
}

/** Runs on the thread pool: it takes some tenths of a second. */
export function passphraseKey(passphrase: Secret, salt: Uint8Array): Promise<Uint8Array> {
  // Some systems type a letter with a mark in two parts.
  const text = passphrase.reveal().normalize('NFC');
  return new Promise((resolve, reject) => {
    scrypt(text, salt, KEY_BYTES, SCRYPT, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

export function masterWrapKey(masterKey: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, salt, 'wicketgate-secrets/v1/master-key', KEY_BYTES));
}

export function masterKeyId(masterKey: Uint8Array): string {
  const info = 'wicketgate-secrets/v1/master-key-id';
  return Buffer.from(hkdfSync('sha256', masterKey, new Uint8Array(), info, MASTER_KEY_ID_BYTES)).toString('base64url');
}

export interface WrapPlace {
  readonly file: FileIdentity;
  readonly wrap: Pick<Wrap, 'id' | 'kind'>;
  readonly nonce: Uint8Array;
}

/** The data key under the key of a wrap. */
export function wrapDataKey(raw: Uint8Array, key: Uint8Array, place: WrapPlace): string {
  return encryptGcm({ key, nonce: place.nonce, associated: boundTo(place), text: raw }).toString('base64url');
}

/** Undefined when the key is another one, or the wrap is of another file. */
export function unwrapDataKey(
  wrap: Exclude<Wrap, AgeWrap>,
  key: Uint8Array,
  file: FileIdentity,
): Uint8Array | undefined {
  const nonce = Buffer.from(wrap.nonce, 'base64url');
  const associated = boundTo({ file, wrap, nonce });
  return decryptGcm({ key, nonce, associated, text: Buffer.from(wrap.key, 'base64url') });
}

function boundTo({ file, wrap }: WrapPlace): Uint8Array {
  return associatedData(ASSOCIATED.wrap, [file.id, file.path, wrap.id, wrap.kind]);
}

/** Loaded when the first age wrap is met: most files have none. */
const loadAge = () => import('age-encryption');

/** Whether a text of the right form has the checksum of a recipient. */
export async function isAgeRecipient(text: string): Promise<boolean> {
  const { Encrypter } = await loadAge();
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}

/** The data key for an age recipient (age-encryption.org/v1). */
export async function encryptForAge(raw: Uint8Array, recipient: string): Promise<string> {
  const { Encrypter } = await loadAge();
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return Buffer.from(await encrypter.encrypt(raw)).toString('base64url');
}

/** The data key; `wrong` when none of the identities is the recipient's, `damaged` when it is and does not open the wrap. */
export async function decryptWithAge(wrap: AgeWrap, identities: Secret): Promise<Uint8Array | 'wrong' | 'damaged'> {
  const { Decrypter, identityToRecipient } = await loadAge();
  const lines = identities.reveal().split(/\s*\n\s*/);
  for (const line of lines.map((text) => text.trim()).filter((text) => AGE_IDENTITY.test(text))) {
    // An identity with a typo is nobody's.
    const recipient = await identityToRecipient(line).catch(() => undefined);
    if (recipient !== wrap.recipient) continue;
    const decrypter = new Decrypter();
    decrypter.addIdentity(line);
    const raw = await decrypter.decrypt(Buffer.from(wrap.key, 'base64url')).catch(() => undefined);
    return raw?.length === KEY_BYTES ? raw : 'damaged';
  }
  return 'wrong';
}
