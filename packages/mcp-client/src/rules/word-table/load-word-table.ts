import type { WordTable } from '../../words/word-table.ts';
import { stem } from '../search/stem.ts';
import { parseTable, WEIGHT_STEPS } from './table-format.ts';

/**
 * A table of words from the bytes of its file, for `createToolIndex`: tools are then found by words that none of them has,
 * and by what they mean. The table reads from these bytes, which must not be changed. Throws a TypeError that says what is wrong with
 * them.
 */
export function loadWordTable(bytes: Uint8Array): WordTable {
  const { words, dimensions, weights, rows } = parseTable(bytes);
  const places = placesByStem(words);
  return {
    dimensions,
    size: words.length,
    vectorOf(stemmed) {
      const place = places.get(stemmed);
      return place === undefined ? undefined : unitVector(rows.subarray(place * dimensions, (place + 1) * dimensions));
    },
    weightOf(stemmed) {
      const place = places.get(stemmed);
      return place === undefined ? 0 : 2 ** (-(weights[place] ?? 0) / WEIGHT_STEPS);
    },
  };
}

/** Of words that share a stem, the first is the most frequent. */
function placesByStem(words: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  words.forEach((word, place) => {
    const stemmed = stem(word);
    if (!places.has(stemmed)) places.set(stemmed, place);
  });
  return places;
}

/** A row of zeros has no direction: it stays as it is, and is near to nothing. */
function unitVector(row: Int8Array): Float32Array {
  let sum = 0;
  for (const value of row) sum += value * value;
  const length = Math.sqrt(sum) || 1;
  return Float32Array.from(row, (value) => value / length);
}
