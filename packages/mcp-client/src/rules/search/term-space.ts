import { countIn, type FieldCounts } from './field-counts.ts';
import { PostingList } from './posting-list.ts';
import { FIELDS, type Field } from './tool-fields.ts';

const WIDTH = FIELDS.length;

/** Of BM25F: how much a field counts, how soon repetition is enough, and how much length is held against a tool. */
export interface FieldModel {
  readonly weights: Readonly<Record<Field, number>>;
  readonly k1: number;
  readonly b: number;
}

/**
 * One kind of terms, words or pieces of words, with where they stand and how much they are worth (BM25F). What a change makes
 * stale is computed anew by the next question that needs it, from whole numbers: the same tools give the same values, however they came.
 */
export class TermSpace {
  readonly #model: FieldModel;
  readonly #lists = new Map<string, PostingList>();
  /** Of the slots in use; `WIDTH` for each. */
  #lengths = new Uint32Array(0);
  readonly #lengthSums = new Float64Array(WIDTH);
  readonly #filled = new Float64Array(WIDTH);
  #toolCount = 0;
  #version = 0;
  readonly #weights: readonly number[];
  readonly #slopes = new Float64Array(WIDTH);
  #measured = -1;

  constructor(model: FieldModel) {
    this.#model = model;
    this.#weights = FIELDS.map((field) => model.weights[field]);
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  get toolCount(): number {
    return this.#toolCount;
  }

  terms(): Iterable<string> {
    return this.#lists.keys();
  }

  find(term: string): PostingList | undefined {
    return this.#lists.get(term);
  }

  listOf(term: string): PostingList {
    const known = this.#lists.get(term);
    if (known !== undefined) return known;
    const list = new PostingList(term);
    this.#lists.set(term, list);
    return list;
  }

  dropWhenEmpty(list: PostingList): void {
    if (list.size === 0) this.#lists.delete(list.term);
  }

  reserve(slots: number): void {
    if (slots * WIDTH <= this.#lengths.length) return;
    const lengths = new Uint32Array(slots * 2 * WIDTH);
    lengths.set(this.#lengths);
    this.#lengths = lengths;
  }

  addLengths(slot: number, lengths: ArrayLike<number>): void {
    this.#lengths.set(lengths, slot * WIDTH);
    this.#count(slot, 1);
  }

  removeLengths(slot: number): void {
    this.#count(slot, -1);
    this.#lengths.fill(0, slot * WIDTH, (slot + 1) * WIDTH);
  }

  #count(slot: number, sign: 1 | -1): void {
    for (let field = 0; field < WIDTH; field += 1) {
      const length = this.#lengths[slot * WIDTH + field] ?? 0;
      this.#lengthSums[field] = (this.#lengthSums[field] ?? 0) + sign * length;
      if (length > 0) this.#filled[field] = (this.#filled[field] ?? 0) + sign;
    }
    this.#toolCount += sign;
    this.#version += 1;
  }

  /** How much a term tells tools apart that stands in `size` of them. */
  idf(size: number): number {
    return Math.log(1 + (this.#toolCount - size + 0.5) / (size + 0.5));
  }

  /** The list's values, each from 0 to k1 + 1, in the order of its entries. */
  impactsOf(list: PostingList): Float64Array {
    if (list.version === this.#version) return list.impacts;
    if (list.impacts.length < list.size) list.impacts = new Float64Array(list.size);
    const { entries, impacts } = list;
    const { k1 } = this.#model;
    this.#measure();
    for (let at = 0; at < entries.length; at += 2) {
      const weight = this.#weightOf(entries[at] ?? 0, entries[at + 1] ?? 0);
      impacts[at / 2] = (weight * (k1 + 1)) / (weight + k1);
    }
    list.version = this.#version;
    return impacts;
  }

  /** Counts in all fields, each by the weight of its field and by how long it is beside the average. */
  #weightOf(slot: number, counts: FieldCounts): number {
    const { b } = this.#model;
    let weight = 0;
    for (let field = 0; field < WIDTH; field += 1) {
      const count = countIn(counts, field);
      if (count === 0) continue;
      const length = this.#lengths[slot * WIDTH + field] ?? 0;
      weight += ((this.#weights[field] ?? 0) * count) / (1 - b + length * (this.#slopes[field] ?? 0));
    }
    return weight;
  }

  /** Averages are over the tools that have anything in the field. */
  #measure(): void {
    if (this.#measured === this.#version) return;
    for (let field = 0; field < WIDTH; field += 1) {
      const sum = this.#lengthSums[field] ?? 0;
      this.#slopes[field] = sum === 0 ? 0 : (this.#model.b * (this.#filled[field] ?? 0)) / sum;
    }
    this.#measured = this.#version;
  }
}
