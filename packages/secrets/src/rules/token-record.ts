import type { Secret } from '@wicketgate/core';
import { encodeText, isWellFormed } from './binary.ts';
import { SecretsError } from '../words/errors.ts';

/** Bytes of UTF-8 that the record of a sign-in may have. */
export const MAX_RECORD_BYTES = 16_384;

/** Answers the account. Hexadecimal digits alone: safe in names of files, of entries, and where names ignore case. */
export function checkTokenAccount(account: string): string {
  if (/^[0-9a-f]{64}$/.test(account)) return account;
  throw new TypeError('An account is 64 lower-case hexadecimal digits.');
}

/** Throws `invalid_value` unless a text is a record: one line of 1 to 16,384 bytes that is not blank. */
export function checkTokenRecord(record: Secret): void {
  const flaw = recordFlaw(record.reveal());
  if (flaw !== undefined) throw new SecretsError('invalid_value', `The record of a sign-in ${flaw}.`);
}

/** What keeps a text from being a record, to follow "it"; undefined for a record. Quotes nothing of it. */
export function recordFlaw(text: string): string | undefined {
  if (text.trim() === '') return 'is blank';
  if (/[\r\n]/.test(text)) return 'has more than one line';
  if (text.includes('\0')) return 'holds a NUL character';
  if (!isWellFormed(text)) return 'is no well-formed text';
  // A text has no fewer bytes than code units: one of megabytes is refused without being encoded.
  const isLong = text.length > MAX_RECORD_BYTES || encodeText(text).length > MAX_RECORD_BYTES;
  return isLong ? `has more than ${MAX_RECORD_BYTES} bytes` : undefined;
}
