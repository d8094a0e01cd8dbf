import { hash } from 'node:crypto';
import { looksLikeAccessToken, MAX_CREDENTIAL_LENGTH } from '@wicketgate/contract';

export type KeyTextParse =
  { readonly ok: true; readonly key: string } | { readonly ok: false; readonly problem: string };

/** A key or an access token out of a file, a pipe or a prompt: one line, no white space within. Never part of a message. */
export function parseKeyText(text: string): KeyTextParse {
  // U+FEFF: Windows editors put a byte order mark in front.
  const key = text.replace(/^\ufeff/, '').trim();
  if (key === '') return { ok: false, problem: 'is empty' };
  if (/\s/.test(key)) return { ok: false, problem: 'holds more than one word; it must hold the key and nothing else' };
  if (!/^[\x21-\x7e]+$/.test(key)) return { ok: false, problem: 'holds characters that no key has' };
  if (key.length > MAX_CREDENTIAL_LENGTH && !looksLikeAccessToken(key)) {
    return { ok: false, problem: `is longer than ${MAX_CREDENTIAL_LENGTH} characters, the longest key there is` };
  }
  return { ok: true, key };
}

/** SHA-256 of a whole key in hexadecimal: all that leaves this machine of a key that is imported. */
export function keyDigest(key: string): string {
  return hash('sha256', key, 'hex');
}

/** The id that a person meant: the id itself, or the hint that lists show before it (`wg_live_` and the id). */
export function keyIdOf(text: string): string | undefined {
  return /^(?:[a-z][a-z0-9_]*_(?:live|test)_)?([0-9A-Za-z]{10})$/.exec(text.trim())?.[1];
}
