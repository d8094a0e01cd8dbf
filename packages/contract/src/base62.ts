/** Digits first, so that the encoding of a number sorts as the number does. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Fills the given bytes with random ones and answers them; `crypto.getRandomValues` fits. */
export type RandomBytes = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;

/** The largest multiple of 62 within a byte: what lies above it would favour the first digits. */
const UNBIASED = 248;

/** A random base62 text of the given length, each digit equally likely. */
export function randomBase62(length: number, random: RandomBytes): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random(new Uint8Array(length))) {
      if (byte < UNBIASED && text.length < length) text += ALPHABET.charAt(byte % 62);
    }
  }
  return text;
}

/** A number as base62, padded with zeros to the given width. */
export function encodeBase62(value: number, width: number): string {
  let text = '';
  for (let rest = value; text.length < width; rest = Math.floor(rest / 62)) {
    text = ALPHABET.charAt(rest % 62) + text;
  }
  return text;
}
