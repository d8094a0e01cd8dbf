import type { Secret } from '@wicketgate/core';
import { encodeText, isWellFormed } from '../../rules/binary.ts';
import { MAX_SECRET_BYTES } from '../../rules/secret-value.ts';
import { SecretsError } from '../../words/errors.ts';

/** Windows keeps 2,560 bytes for each credential (`CRED_MAX_CREDENTIAL_BLOB_SIZE`); some are left for its own use. */
const MOST_BYTES_ON_WINDOWS = 2_000;

const PRINTABLE_ASCII = /^[\x20-\x7e]{1,255}$/;

/** An account or a service: 1 to 255 printable ASCII characters. Throws a TypeError for any other. */
export function checkKeyringName(what: 'account' | 'service', name: string): void {
  if (!PRINTABLE_ASCII.test(name)) {
    throw new TypeError(`The ${what} of a keyring entry is 1 to 255 printable ASCII characters.`);
  }
}

/**
 * A value that a keyring keeps: 1 to 65,536 bytes of UTF-8, and on Windows no more than 2,000. Throws `invalid_value` for
 * any other: half a surrogate pair would come back as another character.
 */
export function checkKeyringValue(secret: Secret, platform: NodeJS.Platform): void {
  const value = secret.reveal();
  if (value === '') throw new SecretsError('invalid_value', 'A keyring keeps no empty value.');
  if (!isWellFormed(value)) throw new SecretsError('invalid_value', 'The value is no valid Unicode text.');
  const most = platform === 'win32' ? MOST_BYTES_ON_WINDOWS : MAX_SECRET_BYTES;
  const bytes = encodeText(value).length;
  if (bytes <= most) return;
  const where = platform === 'win32' ? 'the Windows Credential Manager' : 'a keyring';
  const told = `The value has ${bytes} bytes, and ${where} is given ${most} at most.`;
  throw new SecretsError('invalid_value', told, { hint: 'Keep it in the encrypted file.' });
}
