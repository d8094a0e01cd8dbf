import type { Secret } from '@wicketgate/core';
import { SecretsError } from '../words/errors.ts';
import { fromBase64Url } from './binary.ts';
import { KEY_BYTES } from './cipher-sizes.ts';

/** Of 32 random bytes about 30 are distinct. As few as these come by chance once in some billion keys. */
const FEWEST_DISTINCT = 17;

/**
 * The 32 bytes of a master key, written as 64 hexadecimal digits, base64 or base64url; white space around it is ignored.
 * Throws `no_wrapping_key` for anything else, and for bytes that nobody drew by chance: repeated, counted up, or a text.
 */
export function parseMasterKey(text: Secret): Uint8Array<ArrayBuffer> {
  const bytes = decode(text.reveal().trim());
  if (bytes === undefined) throw refused(`is not ${KEY_BYTES} bytes in hexadecimal, base64 or base64url`);
  if (isGuessable(bytes)) throw refused('is no random key: its bytes follow a pattern');
  return bytes;
}

function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (/^[0-9A-Fa-f]{64}$/.test(text)) {
    return Uint8Array.from({ length: KEY_BYTES }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16));
  }
  const digits = text.replace(/=$/, '').replaceAll('+', '-').replaceAll('/', '_');
  const bytes = fromBase64Url(digits);
  return bytes?.length === KEY_BYTES ? bytes : undefined;
}

/** A password that was only encoded, or an example from a document, would open the file to whoever tries a few. */
function isGuessable(bytes: Uint8Array): boolean {
  const steps = new Set(bytes.slice(1).map((byte, at) => byte - (bytes[at] ?? 0)));
  return (
    new Set(bytes).size < FEWEST_DISTINCT || steps.size === 1 || bytes.every((byte) => byte >= 0x20 && byte <= 0x7e)
  );
}

function refused(flaw: string): SecretsError {
  return new SecretsError('no_wrapping_key', `WICKETGATE_MASTER_KEY ${flaw}.`, {
    hint: 'Make one with: openssl rand -base64 32',
  });
}
