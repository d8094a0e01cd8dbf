import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { FernetToken } from '../rules/fernet-token.ts';

/** Whether a token was made with a key of 32 bytes: the first half of it signs. */
export function isAuthentic({ signed, hmac }: FernetToken, key: Uint8Array): boolean {
  return timingSafeEqual(createHmac('sha256', key.subarray(0, 16)).update(signed).digest(), hmac);
}

/** What an authentic token holds: the second half of the key encrypts. Throws when its padding is wrong. */
export function decryptFernet({ iv, ciphertext }: FernetToken, key: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-128-cbc', key.subarray(16), iv);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}
