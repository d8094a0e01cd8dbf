import type { RandomBytes } from '@wicketgate/contract';
import { fromBase64Url, toBase64Url, utf8 } from '../domain/encoding.ts';

const NONCE_BYTES = 12;
const INFO = utf8('wicketgate/refresh-child/v1');

/**
 * Seals the text of a refresh token under its parent's text: AES-256-GCM with a key by HKDF-SHA-256 (RFC 5869). No key
 * that the gateway keeps opens it: only who holds the parent can, and the parent is stored nowhere.
 */
export async function sealChild(parent: string, child: string, random: RandomBytes): Promise<string> {
  const nonce = random(new Uint8Array(NONCE_BYTES));
  const key = await keyOf(parent);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, utf8(child)));
  return toBase64Url(Uint8Array.from([...nonce, ...sealed]));
}

/** The child's text. Rejects when the parent is another one or the sealed text was changed. */
export async function openChild(parent: string, sealed: string): Promise<string> {
  const bytes = fromBase64Url(sealed);
  const [nonce, data] = [bytes.slice(0, NONCE_BYTES), bytes.slice(NONCE_BYTES)];
  const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, await keyOf(parent), data);
  return new TextDecoder().decode(opened);
}

/** The parent has 256 random bits, so no salt and no slow hash is needed (RFC 5869 section 3.1). */
async function keyOf(parent: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', utf8(parent), 'HKDF', false, ['deriveKey']);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: INFO };
  const algorithm = { name: 'AES-GCM', length: 256 };
  return crypto.subtle.deriveKey(derivation, material, algorithm, false, ['encrypt', 'decrypt']);
}
