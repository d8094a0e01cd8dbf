import { added, type FieldCounts } from './field-counts.ts';

/** Where one term stands: tools by their slot, and how often in each field. The order of the tools means nothing. */
export class PostingList {
  readonly term: string;
  /** A slot, its field counts, the next slot, and so on. */
  readonly entries: number[] = [];
  /** What the term is worth to each tool, as of `version` of its space. */
  impacts = NO_IMPACTS;
  version = -1;
  /** Marks the list while one tool is removed. */
  mark = -1;

  constructor(term: string) {
    this.term = term;
  }

  /** How many tools have the term. */
  get size(): number {
    return this.entries.length / 2;
  }

  /** Adds counts of a tool. All counts of one tool are added before those of the next. */
  add(slot: number, counts: FieldCounts): void {
    const { entries } = this;
    const last = entries.length - 2;
    if (last >= 0 && entries[last] === slot) entries[last + 1] = added(entries[last + 1] ?? 0, counts);
    else entries.push(slot, counts);
  }

  remove(slot: number): void {
    const { entries } = this;
    for (let at = 0; at < entries.length; at += 2) {
      if (entries[at] !== slot) continue;
      const counts = entries.pop() ?? 0;
      const last = entries.pop() ?? 0;
      if (at < entries.length) {
        entries[at] = last;
        entries[at + 1] = counts;
      }
      return;
    }
  }
}

const NO_IMPACTS = new Float64Array(0);
