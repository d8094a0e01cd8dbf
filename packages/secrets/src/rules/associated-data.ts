import { concatBytes, encodeText, isWellFormed } from './binary.ts';

/** What associated data is for. A ciphertext made for one of them opens as no other. */
export const ASSOCIATED = {
  /** Fields: file id, path, name, version, updated. */
  secret: 'wicketgate-secrets/v1/secret',
  /** Fields: file id, path, wrap id, kind. */
  wrap: 'wicketgate-secrets/v1/wrap',
  /** Fields: key id, path, name. */
  envelope: 'wicketgate-envelope/v1',
} as const;

/**
 * What a ciphertext is bound to: the label, then each field, as four bytes of length (big-endian) and UTF-8. No two lists
 * write the same bytes. Throws a TypeError for half a surrogate pair.
 */
export function associatedData(label: string, fields: readonly string[]): Uint8Array<ArrayBuffer> {
  return concatBytes([label, ...fields].flatMap(withLength));
}

function withLength(text: string): [Uint8Array, Uint8Array] {
  if (!isWellFormed(text)) throw new TypeError('What a ciphertext is bound to must be well-formed text.');
  const bytes = encodeText(text);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return [length, bytes];
}
