import { FIELDS } from './tool-fields.ts';

const WIDTH = FIELDS.length;
/** A count is kept in one byte. Saturation has made more of the same worth nothing long before. */
const MAX_COUNT = 255;

/** Where one term stands: tools by their slot, and how often in each field. The order of the tools means nothing. */
export class PostingList {
  readonly term: string;
  /** Tools that have the term. */
  size = 0;
  slots = new Int32Array(2);
  /** `WIDTH` counts for each tool. */
  counts = new Uint8Array(2 * WIDTH);
  /** What the term is worth to each tool, as of `version` of its space. */
  impacts = new Float64Array(0);
  version = -1;
  /** Marks the list while one tool is added or removed. */
  mark = -1;

  constructor(term: string) {
    this.term = term;
  }

  /** Adds counts of a tool. All counts of one tool are added before those of the next. */
  add(slot: number, counts: Uint8Array, from: number): void {
    const last = this.size - 1;
    const at = last >= 0 && this.slots[last] === slot ? last : this.#append(slot);
    for (let field = 0; field < WIDTH; field += 1) {
      const place = at * WIDTH + field;
      this.counts[place] = Math.min(MAX_COUNT, (this.counts[place] ?? 0) + (counts[from + field] ?? 0));
    }
  }

  remove(slot: number): void {
    const at = this.slots.subarray(0, this.size).indexOf(slot);
    if (at === -1) return;
    const last = this.size - 1;
    this.slots[at] = this.slots[last] ?? 0;
    this.counts.copyWithin(at * WIDTH, last * WIDTH, (last + 1) * WIDTH);
    this.size = last;
  }

  #append(slot: number): number {
    const at = this.size;
    if (at === this.slots.length) this.#grow();
    this.slots[at] = slot;
    this.counts.fill(0, at * WIDTH, (at + 1) * WIDTH);
    this.size = at + 1;
    return at;
  }

  #grow(): void {
    const slots = new Int32Array(this.slots.length * 2);
    slots.set(this.slots);
    const counts = new Uint8Array(this.counts.length * 2);
    counts.set(this.counts);
    this.slots = slots;
    this.counts = counts;
  }
}
