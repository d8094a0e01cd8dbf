import { type RandomBytes, randomBase62 } from '@wicketgate/contract';

/** Refresh token, device code, authorization code. */
export type TokenKind = 'rt' | 'dc' | 'ac';

/** 62^43 is a little more than 2^256. */
const SECRET_LENGTH = 43;
const SECRET = /^[0-9A-Za-z]{43}$/;

/** A new opaque text of 256 random bits: `<brand>_<kind>_<43 base62 characters>`. */
export function mintToken(kind: TokenKind, brand: string, random: RandomBytes): string {
  return `${brand}_${kind}_${randomBase62(SECRET_LENGTH, random)}`;
}

/** Whether a text has the shape of a kind, so that nothing else is ever looked up. */
export function isTokenText(kind: TokenKind, brand: string, text: string): boolean {
  const head = `${brand}_${kind}_`;
  return text.startsWith(head) && SECRET.test(text.slice(head.length));
}

/** Finds the opaque texts of a brand in others, with letters too many or too few as well. */
export function tokenPattern(brand: string): RegExp {
  return new RegExp(`${brand}_(?:rt|dc|ac)_[0-9A-Za-z]{11,}`, 'g');
}
