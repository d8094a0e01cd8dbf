/** The two hashes of the verification path. Answers at once or by a promise, as the platform has it. */
export interface Digests {
  /** SHA-256 of a text's UTF-8 bytes: base64url without padding, 43 characters. */
  sha256(text: string): string | Promise<string>;
  /** Prepares HMAC-SHA-256 under a secret once; each call answers 64 lower-case hexadecimal digits. */
  hmac(secret: Uint8Array<ArrayBuffer>): (data: Uint8Array<ArrayBuffer>) => string | Promise<string>;
}
