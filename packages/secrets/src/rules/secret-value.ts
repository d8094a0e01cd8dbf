import type { Secret } from '@wicketgate/core';
import { SecretsError } from '../words/errors.ts';
import { encodeText, isWellFormed } from './binary.ts';
import { isReference } from './secret-reference.ts';

/** Bytes of UTF-8 that a value may have. */
export const MAX_SECRET_BYTES = 65_536;

/** More code units than this are more bytes than allowed, so that a huge text is refused without being encoded. */
const MOST_UNITS = MAX_SECRET_BYTES;

const REFERENCE_HINT = 'What begins with "wicketgate:" only says that a secret is kept here. Give the value itself.';

/**
 * Throws `invalid_value` unless the value can be kept: 1 to 65,536 bytes of UTF-8 on one line, not blank, without NUL,
 * without half a surrogate pair, and no reference. `name` is for the message and stands in the error.
 */
export function checkSecretValue(name: string, secret: Secret): void {
  const value = secret.reveal();
  const bytes = encodeSecret(name, secret);
  // Of what was checked nothing is kept.
  bytes.fill(0);
  if (value.trim() === '') throw refused(name, 'is blank', 'Give a value that is more than white space.');
  if (isReference(value.trimStart())) throw refused(name, 'is a reference, and not the secret itself', REFERENCE_HINT);
  if (/[\r\n]/.test(value)) {
    throw refused(
      name,
      'has more than one line',
      'Encode it first, for instance with base64, and decode it where it is used.',
    );
  }
  if (value.includes('\0'))
    throw refused(name, 'holds a NUL character', 'No environment variable can carry it. Encode it with base64.');
}

/**
 * A value as UTF-8, of one line or more. Throws `invalid_value` when it is empty, longer than 65,536 bytes, or holds half
 * a surrogate pair, which UTF-8 cannot carry.
 */
export function encodeSecret(name: string, secret: Secret): Uint8Array<ArrayBuffer> {
  const value = secret.reveal();
  if (value === '') throw refused(name, 'is empty', 'To take a secret away, delete it.');
  if (value.length > MOST_UNITS) throw tooLong(name);
  if (!isWellFormed(value)) throw refused(name, 'is no well-formed text', 'Copy it again from where it was made.');
  const bytes = encodeText(value);
  if (bytes.length > MAX_SECRET_BYTES) throw tooLong(name);
  return bytes;
}

function tooLong(name: string): SecretsError {
  return refused(
    name,
    `is longer than ${MAX_SECRET_BYTES} bytes`,
    'Keep a key here, and the large thing encrypted with it elsewhere.',
  );
}

function refused(name: string, flaw: string, hint: string): SecretsError {
  return new SecretsError('invalid_value', `The value for ${name} ${flaw}.`, { hint, secretName: name });
}
