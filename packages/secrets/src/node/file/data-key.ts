import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { RandomBytes } from '@wicketgate/contract';
import { Secret } from '@wicketgate/core';
import { ASSOCIATED, associatedData } from '../../rules/associated-data.ts';
import { authenticatedText } from '../../rules/document.ts';
import { encodeSecret } from '../../rules/secret-value.ts';
import type { SealedSecret, SecretsDocument } from '../../words/document.ts';
import { decryptGcm, encryptGcm } from './gcm.ts';

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
/** Of the print: enough that no two data keys of one file share it. */
const PRINT_BYTES = 16;

/** The file that a ciphertext belongs to. */
export type FileIdentity = Pick<SecretsDocument, 'id' | 'path'>;

/** The data key of one file and what follows from it. */
export interface DataKey {
  readonly raw: Uint8Array;
  /** Prepared once: a key in bytes is copied and checked for every secret. Node clears it when nobody holds it any more. */
  readonly values: KeyObject;
  readonly index: Uint8Array;
  /** Tells two data keys apart and says nothing about either. What the keyring witnesses. */
  readonly print: string;
}

/** Takes the bytes over: `forgetDataKey` zeroes them. */
export function createDataKey(raw: Uint8Array, fileId: string): DataKey {
  const salt = Buffer.from(fileId, 'base64url');
  const derive = (info: string, bytes: number) => new Uint8Array(hkdfSync('sha256', raw, salt, info, bytes));
  const values = derive('wicketgate-secrets/v1/values', KEY_BYTES);
  const prepared = createSecretKey(values);
  values.fill(0);
  return {
    raw,
    values: prepared,
    index: derive('wicketgate-secrets/v1/index', KEY_BYTES),
    print: Buffer.from(derive('wicketgate-secrets/v1/data-key-print', PRINT_BYTES)).toString('base64url'),
  };
}

export function forgetDataKey({ raw, index }: DataKey): void {
  raw.fill(0);
  index.fill(0);
}

/** Whether the document is as somebody with this data key wrote it. */
export function isAuthentic(document: SecretsDocument, key: DataKey): boolean {
  return timingSafeEqual(macOf(document, key), Buffer.from(document.index.mac, 'base64url'));
}

/** The document with the MAC that belongs to it. */
export function authenticate(document: SecretsDocument, key: DataKey): SecretsDocument {
  const mac = macOf(document, key).toString('base64url');
  return { ...document, index: { ...document.index, mac } };
}

function macOf(document: SecretsDocument, key: DataKey): Buffer {
  return createHmac('sha256', key.index).update(authenticatedText(document)).digest();
}

export interface Plain {
  readonly name: string;
  readonly version: number;
  readonly updated: number;
  readonly secret: Secret;
}

/** Throws `invalid_value` for what cannot be kept. */
export function sealSecret(plain: Plain, to: FileIdentity & { key: DataKey; random: RandomBytes }): SealedSecret {
  const { name, version, updated, secret } = plain;
  const nonce = to.random(new Uint8Array(NONCE_BYTES));
  const text = encodeSecret(name, secret);
  const value = encryptGcm({ key: to.key.values, nonce, associated: boundTo(plain, to), text });
  text.fill(0);
  return {
    name,
    version,
    updated,
    nonce: Buffer.from(nonce).toString('base64url'),
    value: value.toString('base64url'),
  };
}

/** The secret, or undefined when it was not sealed under this key for this place. */
export function openSecret(sealed: SealedSecret, from: FileIdentity & { key: DataKey }): Secret | undefined {
  const text = decryptGcm({
    key: from.key.values,
    nonce: Buffer.from(sealed.nonce, 'base64url'),
    associated: boundTo(sealed, from),
    text: Buffer.from(sealed.value, 'base64url'),
  });
  if (text === undefined) return undefined;
  const secret = new Secret(text.toString('utf8'));
  text.fill(0);
  return secret;
}

function boundTo(entry: Omit<Plain, 'secret'>, file: FileIdentity): Uint8Array {
  const { name, version, updated } = entry;
  return associatedData(ASSOCIATED.secret, [file.id, file.path, name, String(version), String(updated)]);
}
