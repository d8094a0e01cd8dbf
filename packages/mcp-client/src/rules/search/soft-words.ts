import type { WordTable } from '../../words/word-table.ts';
import type { SoftTerm, SoftTerms, Vocabulary } from './soft-terms.ts';

/** Cosine at which a term begins to stand in for a word. */
const NEAR = 0.35;
/** Weight of a term that means just the same. */
const SAME = 0.5;
/** Terms for one word. */
export const MAX_SOFT_TERMS = 20;
/** Words whose answers are kept; the oldest goes first. */
export const MAX_KNOWN_WORDS = 1_000;

/** Finds the terms of a catalogue that are near to a word, by a table of words. */
export function createSoftWords(table: WordTable, vocabulary: Vocabulary): SoftTerms {
  const rows = new TermRows(table);
  const answers = new Map<string, readonly SoftTerm[]>();
  let version = -1;
  return {
    nearestTo(stem) {
      if (version !== vocabulary.version) {
        answers.clear();
        rows.follow(vocabulary.terms());
        version = vocabulary.version;
      }
      const known = answers.get(stem);
      if (known !== undefined) return known;
      const answer = nearest(table.vectorOf(stem), rows);
      if (answers.size >= MAX_KNOWN_WORDS) answers.delete(answers.keys().next().value ?? '');
      answers.set(stem, answer);
      return answer;
    },
  };
}

/** The vectors of the terms that the table knows, in one array. A term that went leaves its row to the last. */
class TermRows {
  readonly #table: WordTable;
  readonly #places = new Map<string, number>();
  /** Terms that the table does not know: not asked again. */
  #unknown = new Set<string>();
  readonly terms: string[] = [];
  values = new Float32Array(0);

  constructor(table: WordTable) {
    this.#table = table;
  }

  follow(current: Iterable<string>): void {
    const present = new Set(current);
    for (const term of [...this.terms]) if (!present.has(term)) this.#remove(term);
    this.#unknown = new Set([...this.#unknown].filter((term) => present.has(term)));
    for (const term of present) if (!this.#places.has(term) && !this.#unknown.has(term)) this.#add(term);
  }

  #add(term: string): void {
    const vector = this.#table.vectorOf(term);
    if (vector === undefined) {
      this.#unknown.add(term);
      return;
    }
    const start = this.terms.length * this.#table.dimensions;
    if (start === this.values.length) this.#grow();
    this.values.set(vector, start);
    this.#places.set(term, this.terms.push(term) - 1);
  }

  #remove(term: string): void {
    const place = this.#places.get(term);
    const last = this.terms.pop();
    if (place === undefined || last === undefined) return;
    this.#places.delete(term);
    if (last === term) return;
    const { dimensions } = this.#table;
    const from = this.terms.length * dimensions;
    this.values.copyWithin(place * dimensions, from, from + dimensions);
    this.terms[place] = last;
    this.#places.set(last, place);
  }

  #grow(): void {
    const values = new Float32Array(Math.max(64 * this.#table.dimensions, this.values.length * 2));
    values.set(this.values);
    this.values = values;
  }
}

function nearest(vector: Float32Array | undefined, { terms, values }: TermRows): readonly SoftTerm[] {
  if (vector === undefined) return [];
  const dimensions = vector.length;
  const near: SoftTerm[] = [];
  terms.forEach((stem, row) => {
    const start = row * dimensions;
    let cosine = 0;
    for (let axis = 0; axis < dimensions; axis += 1) cosine += (vector[axis] ?? 0) * (values[start + axis] ?? 0);
    if (cosine > NEAR) near.push({ stem, weight: (SAME * (Math.min(1, cosine) - NEAR)) / (1 - NEAR) });
  });
  near.sort((a, b) => b.weight - a.weight || (a.stem < b.stem ? -1 : 1));
  return near.slice(0, MAX_SOFT_TERMS);
}
