/** Characters that one call of `String.fromCharCode` takes: more arguments would overflow the stack of some runtimes. */
const CHUNK = 8_192;

/** Bytes as base64url without padding (RFC 4648 section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The inverse of `toBase64Url`; undefined for anything that it would not write, so that no bytes have two spellings. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return lastDigitIsCanonical(text, bytes) ? bytes : undefined;
}

/** The bits of the last digit that belong to no byte must be zero. */
function lastDigitIsCanonical(text: string, bytes: Uint8Array): boolean {
  const rest = bytes.length % 3;
  if (rest === 0) return true;
  return text.endsWith(toBase64Url(bytes.subarray(bytes.length - rest)));
}

/** A well-formed text as UTF-8. */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** UTF-8 as text. Throws a TypeError for anything else. A byte order mark is kept: it is part of what was encoded. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Whether a text has no half of a surrogate pair. UTF-8 writes every such half alike, so that two texts become one. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** One after the other. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
