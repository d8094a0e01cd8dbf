/** Bytes of AES-256-GCM (NIST SP 800-38D): the key, the nonce, and the tag that ends every ciphertext. */
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
