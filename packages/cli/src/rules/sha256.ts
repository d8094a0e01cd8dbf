import { hash } from 'node:crypto';

/** A SHA-256 as people paste it: 64 hexadecimal digits in any case; undefined for anything else. */
export function parseSha256(text: string): string | undefined {
  const digest = text.trim().toLowerCase();
  return /^[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

/** SHA-256 in lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}
