/** The first bytes of a file of word vectors. */
const MAGIC = 'WGWT';
const VERSION = 1;
/** Magic, version, number of words, length of a vector, bytes of the words: four bytes each, little-endian. */
export const HEADER_BYTES = 20;
/** Words of a table. */
export const MAX_WORDS = 1_000_000;
/** Length of a vector. */
export const MAX_DIMENSIONS = 1_024;

/** A weight is halved in so many steps. */
export const WEIGHT_STEPS = 32;

/** What stands in a file, in its own memory. */
export interface TableParts {
  /** Most frequent first. */
  readonly words: readonly string[];
  readonly dimensions: number;
  /** How much each word says, in steps of `WEIGHT_STEPS` to the power of two below the word that says most. */
  readonly weights: Uint8Array;
  /** A direction for each word, one row after the other. */
  readonly rows: Int8Array;
}

/** Reads a file of word vectors. Throws a TypeError that says what is wrong with it. */
export function parseTable(bytes: Uint8Array): TableParts {
  const { count, dimensions, wordBytes } = parseHeader(bytes);
  const weightsStart = HEADER_BYTES + wordBytes;
  const expected = weightsStart + count + count * dimensions;
  if (bytes.length !== expected) {
    throw wrong(`it has ${bytes.length} bytes, and by its header ${expected}`);
  }
  const words = parseWords(bytes.subarray(HEADER_BYTES, weightsStart));
  if (words.length !== count) throw wrong(`it has ${words.length} words, and by its header ${count}`);
  const weights = bytes.subarray(weightsStart, weightsStart + count);
  const rows = new Int8Array(bytes.buffer, bytes.byteOffset + weightsStart + count, count * dimensions);
  return { words, dimensions, weights, rows };
}

interface Header {
  readonly count: number;
  readonly dimensions: number;
  readonly wordBytes: number;
}

function parseHeader(bytes: Uint8Array): Header {
  if (!(bytes instanceof Uint8Array)) throw wrong('its bytes are not a Uint8Array');
  if (bytes.length < HEADER_BYTES) throw wrong(`its header is cut: ${bytes.length} bytes of ${HEADER_BYTES}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== MAGIC) throw wrong('it does not begin like one');
  const version = view.getUint32(4, true);
  if (version !== VERSION) throw wrong(`it is of version ${version}, and ${VERSION} is known`);
  return {
    count: within(view.getUint32(8, true), { name: 'number of words', most: MAX_WORDS }),
    dimensions: within(view.getUint32(12, true), { name: 'length of a vector', most: MAX_DIMENSIONS }),
    wordBytes: view.getUint32(16, true),
  };
}

function within(value: number, { name, most }: { readonly name: string; readonly most: number }): number {
  if (value < 1 || value > most) throw wrong(`its ${name} is ${value}, and must be from 1 to ${most}`);
  return value;
}

function parseWords(bytes: Uint8Array): string[] {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).split('\n');
  } catch (error) {
    throw wrong('its words are not UTF-8', error);
  }
}

function wrong(problem: string, cause?: unknown): TypeError {
  return new TypeError(`This is no table of words: ${problem}.`, { cause });
}

/** The bytes of a file of word vectors: what `parseTable` reads. */
export function formatTable({ words, dimensions, weights, rows }: TableParts): Uint8Array<ArrayBuffer> {
  const written = new TextEncoder().encode(words.join('\n'));
  const bytes = new Uint8Array(HEADER_BYTES + written.length + weights.length + rows.length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  [VERSION, words.length, dimensions, written.length].forEach((value, at) => view.setUint32(4 + 4 * at, value, true));
  bytes.set(written, HEADER_BYTES);
  bytes.set(weights, HEADER_BYTES + written.length);
  bytes.set(new Uint8Array(rows.buffer, rows.byteOffset, rows.length), HEADER_BYTES + written.length + weights.length);
  return bytes;
}
