import { SecretsError } from '../words/errors.ts';

const ENTRY_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/;

/** How the names of sign-ins in an encrypted file begin. */
export const TOKEN_NAME_START = 'wicketgate.token.';

/** Whether an encrypted file can have an entry of that name: 1 to 128 of `A-Z a-z 0-9 _ . -`, the first a letter or `_`. */
export function isEntryName(text: string): boolean {
  return ENTRY_NAME.test(text);
}

/**
 * Whether a text is a name of a secret: one of an entry, but not of a sign-in. A project's file that could name those would
 * hand the user's session to its programs, and a list or an export would show it.
 */
export function isSecretName(text: string): boolean {
  return isEntryName(text) && !text.startsWith(TOKEN_NAME_START);
}

/** Answers the name, or throws `invalid_name`. The message holds no name: it may be a value in the wrong place. */
export function checkSecretName(name: string): string {
  return checked(name, isSecretName);
}

/** As `checkSecretName`, for an encrypted file, which keeps sign-ins too. */
export function checkEntryName(name: string): string {
  return checked(name, isEntryName);
}

function checked(name: string, fits: (text: string) => boolean): string {
  if (fits(name)) return name;
  throw new SecretsError('invalid_name', 'This is no name of a secret.', {
    hint: `A name has 1 to 128 of A-Z, a-z, 0-9, "_", "." and "-", and begins with a letter or "_", but not with "${TOKEN_NAME_START}".`,
  });
}
