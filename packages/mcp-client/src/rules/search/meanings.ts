import type { WordTable } from '../../words/word-table.ts';
import type { RequestWord } from './request.ts';
import { stem } from './stem.ts';
import { isQuiet } from './stop-words.ts';
import { FIELDS, type Field } from './tool-fields.ts';
import { tokenise } from './tokenise.ts';

/** What a word of a field says of the meaning of a tool. */
const FIELD_WEIGHTS: Readonly<Record<Field, number>> = {
  name: 2,
  title: 1,
  summary: 1,
  description: 1,
  parameters: 0.5,
  parameterDescriptions: 0,
  server: 0.5,
  serverDescription: 0.2,
};
/** Fields whose many words must not outweigh the others: their weight falls with the root of their length. */
const DAMPED: ReadonlySet<Field> = new Set(['parameters', 'serverDescription']);
const FREE_LENGTH = 4;
const QUIET_WEIGHT = 0.1;
/** Stems whose rows are kept at hand; what is behind is computed anew. */
const MAX_KEPT_ROWS = 20_000;

/** What the tools mean: one unit vector for each, the sum of those of its words. */
export class Meanings {
  readonly #table: WordTable;
  readonly #rows = new Map<string, Float32Array | undefined>();
  #vectors = new Float32Array(0);
  #closeness = new Float64Array(0);

  constructor(table: WordTable) {
    this.#table = table;
  }

  /** Adds a tool at a slot, in the place of what was there. `texts`: one for each field. */
  add(slot: number, texts: readonly string[]): void {
    const { dimensions } = this.#table;
    if ((slot + 1) * dimensions > this.#vectors.length) this.#grow(slot + 1);
    const vector = this.#vectors.subarray(slot * dimensions, (slot + 1) * dimensions).fill(0);
    texts.forEach((text, at) => {
      const field = FIELDS[at];
      if (field !== undefined && FIELD_WEIGHTS[field] > 0) this.#addField(vector, field, text);
    });
    normalise(vector);
  }

  /**
   * How near each tool's meaning is to that of the words: 1 for the nearest of those that are open, 0 for what is not open or has
   * nothing in common. Undefined when the table knows none of the words, or nothing is near. Valid until the next call.
   */
  closeness(
    words: readonly RequestWord[],
    range: { size: number; isOpen: (slot: number) => boolean },
  ): Float64Array | undefined {
    const wanted = this.#meaningOf(words);
    if (wanted === undefined) return undefined;
    if (this.#closeness.length < range.size) this.#closeness = new Float64Array(range.size * 2);
    const closeness = this.#closeness;
    let nearest = 0;
    for (let slot = 0; slot < range.size; slot += 1) {
      const cosine = range.isOpen(slot) ? this.#cosine(wanted, slot) : 0;
      closeness[slot] = Math.max(0, cosine);
      nearest = Math.max(nearest, cosine);
    }
    if (nearest === 0) return undefined;
    for (let slot = 0; slot < range.size; slot += 1) closeness[slot] = (closeness[slot] ?? 0) / nearest;
    return closeness;
  }

  #meaningOf(words: readonly RequestWord[]): Float32Array | undefined {
    const meaning = new Float32Array(this.#table.dimensions);
    for (const word of words) addTo(meaning, this.#rowOf(word.stem), word.weight);
    return normalise(meaning) ? meaning : undefined;
  }

  #addField(vector: Float32Array, field: Field, text: string): void {
    const counts = new Map<string, number>();
    for (const token of tokenise(text)) {
      const stemmed = stem(token);
      counts.set(stemmed, (counts.get(stemmed) ?? 0) + 1);
    }
    let length = 0;
    for (const count of counts.values()) length += Math.sqrt(count);
    const damping = DAMPED.has(field) ? Math.max(1, Math.sqrt(length / FREE_LENGTH)) : 1;
    for (const [stemmed, count] of counts) {
      const weight = (FIELD_WEIGHTS[field] * Math.sqrt(count)) / damping;
      addTo(vector, this.#rowOf(stemmed), isQuiet(stemmed) ? weight * QUIET_WEIGHT : weight);
    }
  }

  /** The vector of a stem, as long as the word says much. */
  #rowOf(stemmed: string): Float32Array | undefined {
    if (this.#rows.has(stemmed)) return this.#rows.get(stemmed);
    const weight = this.#table.weightOf(stemmed);
    const row = this.#table.vectorOf(stemmed)?.map((value) => value * weight);
    if (this.#rows.size >= MAX_KEPT_ROWS) this.#rows.clear();
    this.#rows.set(stemmed, row);
    return row;
  }

  /** Four sums beside each other: this is most of the time of a search. What is behind the end of `wanted` counts nothing. */
  #cosine(wanted: Float32Array, slot: number): number {
    const vectors = this.#vectors;
    const from = slot * wanted.length;
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let axis = 0; axis < wanted.length; axis += 4) {
      const at = from + axis;
      first += (wanted[axis] ?? 0) * (vectors[at] ?? 0);
      second += (wanted[axis + 1] ?? 0) * (vectors[at + 1] ?? 0);
      third += (wanted[axis + 2] ?? 0) * (vectors[at + 2] ?? 0);
      fourth += (wanted[axis + 3] ?? 0) * (vectors[at + 3] ?? 0);
    }
    return first + second + third + fourth;
  }

  #grow(slots: number): void {
    const vectors = new Float32Array(slots * 2 * this.#table.dimensions);
    vectors.set(this.#vectors);
    this.#vectors = vectors;
  }
}

function addTo(sum: Float32Array, row: Float32Array | undefined, weight: number): void {
  row?.forEach((value, axis) => (sum[axis] = (sum[axis] ?? 0) + weight * value));
}

/** Brings a vector to unit length in place. Answers whether it had any. */
function normalise(vector: Float32Array): boolean {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum === 0) return false;
  const length = Math.sqrt(sum);
  vector.forEach((value, axis) => (vector[axis] = value / length));
  return true;
}
