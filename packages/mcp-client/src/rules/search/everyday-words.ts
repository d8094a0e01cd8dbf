import { countIn } from './field-counts.ts';
import { EVERYDAY_VOCABULARY } from './everyday-vocabulary.ts';
import { stem } from './stem.ts';
import type { PostingList } from './posting-list.ts';
import type { TermSpace } from './term-space.ts';
import { FIELDS } from './tool-fields.ts';

const EVERYDAY: ReadonlySet<string> = new Set(EVERYDAY_VOCABULARY.map(stem));

/** Fields that say what a tool is for. */
const TELLING = (['name', 'title', 'summary'] as const).map((field) => FIELDS.indexOf(field));

/** Whether a tool has the term in a field that says what the tool is for. */
export function isTold({ entries }: PostingList): boolean {
  return entries.some((counts, at) => at % 2 === 1 && isTelling(counts));
}

function isTelling(counts: number): boolean {
  return TELLING.some((field) => countIn(counts, field) > 0);
}

/** Uses of everyday words for each tool from which on a catalogue is one of everyday life. */
const EVERYDAY_CATALOGUE = 0.4;

/**
 * Knows the everyday words that none of a catalogue's tools is for. A catalogue of everyday life has none of them: there they are
 * the talk that every request comes with.
 */
export class StrangeWords {
  readonly #stems: TermSpace;
  #version = -1;
  #strange: ReadonlySet<string> = new Set();
  #density = 0;

  constructor(stems: TermSpace) {
    this.#stems = stems;
  }

  has(stemmed: string): boolean {
    this.#follow();
    return this.#strange.has(stemmed);
  }

  /** How much of everyday life the catalogue is of, 0 to 1. */
  get everydayShare(): number {
    return Math.min(1, this.density / EVERYDAY_CATALOGUE);
  }

  /** Everyday words that the tools are for, for each tool; 0 in an empty catalogue. */
  get density(): number {
    this.#follow();
    return this.#density;
  }

  #follow(): void {
    if (this.#version === this.#stems.version) return;
    this.#version = this.#stems.version;
    const strange = new Set<string>();
    let uses = 0;
    for (const stemmed of EVERYDAY) {
      const own = this.#usesOf(stemmed);
      uses += own;
      if (own === 0) strange.add(stemmed);
    }
    this.#density = uses / Math.max(1, this.#stems.toolCount);
    this.#strange = this.#density >= EVERYDAY_CATALOGUE ? new Set() : strange;
  }

  /** Tools that say in a telling field that they are for it. */
  #usesOf(stemmed: string): number {
    const entries = this.#stems.find(stemmed)?.entries ?? [];
    let uses = 0;
    for (let at = 1; at < entries.length; at += 2) if (isTelling(entries[at] ?? 0)) uses += 1;
    return uses;
  }
}
