import { isWellFormed } from './binary.ts';

/** What associated data is for. A ciphertext made for one of them opens as no other. */
export const ASSOCIATED = {
  /** Fields: file id, path, name, version, updated. */
  secret: 'wicketgate-secrets/v1/secret',
  /** Fields: file id, path, wrap id, kind. */
  wrap: 'wicketgate-secrets/v1/wrap',
  /** Fields: key id, path, name. */
  envelope: 'wicketgate-envelope/v1',
} as const;

const LENGTH_BYTES = 4;
/** UTF-8 needs at most three bytes for a code unit. */
const BYTES_PER_UNIT = 3;
const encoder = new TextEncoder();

/**
 * What a ciphertext is bound to: the label, then each field, as four bytes of length (big-endian) and UTF-8. No two lists
 * write the same bytes. Throws a TypeError for half a surrogate pair.
 */
export function associatedData(label: string, fields: readonly string[]): Uint8Array<ArrayBuffer> {
  const texts = [label, ...fields];
  // Into one piece of memory: every secret that is read comes by here.
  const room = texts.reduce((sum, text) => sum + LENGTH_BYTES + BYTES_PER_UNIT * text.length, 0);
  const bytes = new Uint8Array(room);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const text of texts) {
    const { written } = encoder.encodeInto(text, bytes.subarray(at + LENGTH_BYTES));
    // As many bytes as code units are ASCII, and need no closer look.
    if (written !== text.length && !isWellFormed(text))
      throw new TypeError('What a ciphertext is bound to must be well-formed text.');
    view.setUint32(at, written);
    at += LENGTH_BYTES + written;
  }
  return bytes.slice(0, at);
}
