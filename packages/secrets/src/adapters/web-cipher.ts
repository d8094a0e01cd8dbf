import { TAG_BYTES } from '../rules/cipher-sizes.ts';

const AES_GCM = 'AES-GCM';

export interface SealedBytes {
  /** 12 bytes, never used twice with one key. */
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly associated: Uint8Array<ArrayBuffer>;
  /** The plaintext to seal, or the ciphertext and tag to open. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** AES-256-GCM (NIST SP 800-38D) under one key. */
export interface WebCipher {
  seal(input: SealedBytes): Promise<Uint8Array<ArrayBuffer>>;
  /** Answers undefined for whatever was not sealed with this key and these very inputs. */
  open(input: SealedBytes): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** Takes a copy of a key of 32 bytes into WebCrypto, which never gives it out again. The caller may wipe its own at once. */
export function createWebCipher(raw: Uint8Array<ArrayBuffer>): WebCipher {
  // A promise, begun here: WebCrypto copies the bytes before it answers one.
  const key = crypto.subtle.importKey('raw', raw, AES_GCM, false, ['encrypt', 'decrypt']);
  return {
    async seal({ nonce, associated, bytes }) {
      return new Uint8Array(await crypto.subtle.encrypt(parameters(nonce, associated), await key, bytes));
    },
    async open({ nonce, associated, bytes }) {
      const imported = await key;
      try {
        return new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, associated), imported, bytes));
      } catch {
        // WebCrypto says an OperationError whatever the reason, on purpose.
        return undefined;
      }
    },
  };
}

function parameters(iv: Uint8Array<ArrayBuffer>, additionalData: Uint8Array<ArrayBuffer>) {
  return { name: AES_GCM, iv, additionalData, tagLength: TAG_BYTES * 8 };
}
