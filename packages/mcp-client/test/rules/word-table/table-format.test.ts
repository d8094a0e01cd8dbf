import { expect, it } from 'vitest';
import {
  formatTable,
  HEADER_BYTES,
  MAX_DIMENSIONS,
  MAX_WORDS,
  parseTable,
} from '../../../src/rules/word-table/table-format.ts';

const PARTS = {
  words: ['cat', 'größe'],
  dimensions: 3,
  weights: Uint8Array.of(0, 32),
  rows: Int8Array.of(127, 0, -1, 1, 2, -128),
};

function tableBytes(): Uint8Array<ArrayBuffer> {
  return formatTable(PARTS);
}

/** The bytes of a table with one number of the header changed. */
function withHeader(at: number, value: number): Uint8Array {
  const bytes = tableBytes();
  new DataView(bytes.buffer).setUint32(at, value, true);
  return bytes;
}

it('reads what was written', () => {
  expect(parseTable(tableBytes())).toEqual(PARTS);
});

it('reads a table that stands inside of other bytes', () => {
  const bytes = tableBytes();
  const room = new Uint8Array(bytes.length + 7).fill(9);
  room.set(bytes, 3);
  expect(parseTable(room.subarray(3, 3 + bytes.length))).toEqual(PARTS);
});

it('reads the numbers where they are, without a copy', () => {
  const bytes = tableBytes();
  const { rows, weights } = parseTable(bytes);
  expect([rows.buffer, weights.buffer]).toEqual([bytes.buffer, bytes.buffer]);
  expect(rows.buffer).toBe(bytes.buffer);
});

it('refuses every table that is cut, wherever it is cut', () => {
  const bytes = tableBytes();
  for (let length = 0; length < bytes.length; length += 1) {
    expect(() => parseTable(bytes.subarray(0, length)), `${length} bytes`).toThrow(TypeError);
  }
});

it.each([
  ['one byte too many', Uint8Array.of(...tableBytes(), 0), 'it has 40 bytes, and by its header 39'],
  ['a cut header', tableBytes().subarray(0, HEADER_BYTES - 1), 'its header is cut: 19 bytes of 20'],
  ['other first bytes', withHeader(0, 1), 'it does not begin like one'],
  ['another version', withHeader(4, 2), 'it is of version 2, and 1 is known'],
  ['no words', withHeader(8, 0), 'its number of words is 0, and must be from 1 to 1000000'],
  ['too many words', withHeader(8, MAX_WORDS + 1), 'its number of words is 1000001'],
  ['vectors of no length', withHeader(12, 0), 'its length of a vector is 0, and must be from 1 to 1024'],
  ['too long vectors', withHeader(12, MAX_DIMENSIONS + 1), 'its length of a vector is 1025'],
  ['words longer than the file', withHeader(16, 0xffff_ffff), 'by its header'],
])('says what is wrong with %s', (_, bytes, problem) => {
  expect(() => parseTable(bytes)).toThrow(problem);
  expect(() => parseTable(bytes)).toThrow(TypeError);
});

it('takes the longest vectors that it allows', () => {
  const rows = new Int8Array(MAX_DIMENSIONS).fill(1);
  const parts = { words: ['cat'], dimensions: MAX_DIMENSIONS, weights: Uint8Array.of(1), rows };
  expect(parseTable(formatTable(parts))).toEqual(parts);
});

it('refuses words that are not UTF-8', () => {
  const bytes = tableBytes();
  bytes[HEADER_BYTES] = 0xff;
  expect(() => parseTable(bytes)).toThrow('its words are not UTF-8');
});

it('refuses another number of words than the header says', () => {
  const bytes = tableBytes();
  bytes[HEADER_BYTES] = 0x0a;
  expect(() => parseTable(bytes)).toThrow('it has 3 words, and by its header 2');
});

it('refuses what is no Uint8Array', () => {
  expect(() => parseTable('WGWT' as unknown as Uint8Array)).toThrow('its bytes are not a Uint8Array');
});
