import * as z from 'zod/mini';
import { fromBase64Url, toBase64Url } from './base64url.ts';

/** Bytes of UTF-8 that the record of a sign-in may have: that of the port `TokenStore`. */
const MAX_RECORD_BYTES = 16_384;

/** What keeps a text from being the record of a sign-in, to follow "it"; undefined for a record. Quotes nothing of it. */
export function recordFlaw(text: string): string | undefined {
  if (text.trim() === '') return 'is blank';
  if (/[\r\n]/.test(text)) return 'has more than one line';
  if (text.includes('\0')) return 'holds a NUL character';
  if (/\p{Cs}/u.test(text)) return 'is no well-formed text';
  const isLong = text.length > MAX_RECORD_BYTES || new TextEncoder().encode(text).length > MAX_RECORD_BYTES;
  return isLong ? `has more than ${MAX_RECORD_BYTES} bytes` : undefined;
}

/** Answers the account. Throws a TypeError unless it is 64 lower-case hexadecimal digits. */
export function checkTokenAccount(account: string): string {
  if (/^[0-9a-f]{64}$/.test(account)) return account;
  throw new TypeError('An account is 64 lower-case hexadecimal digits.');
}

/** A record that AES-256-GCM has sealed. */
export interface SealedRecord {
  /** 12 bytes, never the same twice. */
  readonly nonce: Uint8Array<ArrayBuffer>;
  /** With the tag at its end. */
  readonly sealed: Uint8Array<ArrayBuffer>;
}

const noteSchema = z.strictObject({ v: z.literal(1), nonce: z.string(), sealed: z.string() });

/** The sealed record as one line of text. */
export function formatTokenNote({ nonce, sealed }: SealedRecord): string {
  return JSON.stringify({ v: 1, nonce: toBase64Url(nonce), sealed: toBase64Url(sealed) });
}

/** Reads a note; undefined for whatever this version did not write. */
export function parseTokenNote(text: string): SealedRecord | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const note = noteSchema.safeParse(document).data;
  const nonce = note && fromBase64Url(note.nonce);
  const sealed = note && fromBase64Url(note.sealed);
  return nonce?.length === 12 && sealed !== undefined ? { nonce, sealed } : undefined;
}
