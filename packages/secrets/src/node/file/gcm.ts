import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const TAG_BYTES = 16;

export interface GcmInput {
  /** 32 bytes. */
  readonly key: Uint8Array | KeyObject;
  /** 12 bytes, never twice under one key. */
  readonly nonce: Uint8Array;
  /** What the ciphertext is bound to. */
  readonly associated: Uint8Array;
  readonly text: Uint8Array;
}

/** AES-256-GCM (NIST SP 800-38D): the ciphertext, then the tag of 16 bytes. */
export function encryptGcm({ key, nonce, associated, text }: GcmInput): Buffer {
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associated);
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** The inverse of `encryptGcm`; undefined when any of its inputs is another one. */
export function decryptGcm({ key, nonce, associated, text }: GcmInput): Buffer | undefined {
  if (text.length < TAG_BYTES) return undefined;
  const end = text.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated);
  decipher.setAuthTag(text.subarray(end));
  const plain = decipher.update(text.subarray(0, end));
  try {
    decipher.final();
    return plain;
  } catch {
    // Node says nothing but that the tag does not fit. What was decrypted so far is nobody's text.
    plain.fill(0);
    return undefined;
  }
}
