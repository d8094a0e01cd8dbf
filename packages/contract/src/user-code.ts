import type { RandomBytes } from './base62.ts';

/** No vowels, so that no words come about; nothing that looks like something else (RFC 8628 section 6.1). */
export const USER_CODE_ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
export const USER_CODE_LENGTH = 8;

/** Longest text that is looked at: a code that somebody set apart letter by letter still fits many times over. */
const MAX_TYPED_LENGTH = 64;

/** A user code as a person may type it: in any case, with anything between the letters. Undefined when it is none. */
export function parseUserCode(typed: string): string | undefined {
  const letters = typed.length > MAX_TYPED_LENGTH ? '' : typed.toUpperCase().replace(/[^A-Z]/g, '');
  const fits =
    letters.length === USER_CODE_LENGTH && [...letters].every((letter) => USER_CODE_ALPHABET.includes(letter));
  return fits ? letters : undefined;
}

/** `BCDFGHJK` as people read it: `BCDF-GHJK`. */
export function formatUserCode(code: string): string {
  return `${code.slice(0, USER_CODE_LENGTH / 2)}-${code.slice(USER_CODE_LENGTH / 2)}`;
}

/** A new user code: 34.5 bits, each letter as likely as any other. */
export function mintUserCode(random: RandomBytes): string {
  const size = USER_CODE_ALPHABET.length;
  const fair = 256 - (256 % size);
  let code = '';
  while (code.length < USER_CODE_LENGTH) {
    const [byte = 0] = random(new Uint8Array(1));
    if (byte < fair) code += USER_CODE_ALPHABET.charAt(byte % size);
  }
  return code;
}
