import { LEANING_WORDS } from './leaning-words.ts';
import { hasTold } from './signals.ts';
import type { Term } from './terms.ts';

/** What a word counts that some tool is for: the catalogue knows it in a sense of its own. */
const TOLD = 0.5;
/** Of so many words and more, each counts for less. */
const MOST_WORDS = 16;

const LEANINGS: ReadonlyMap<string, number> = new Map(
  LEANING_WORDS.flatMap(([leaning, stems]) => stems.split(' ').map((stem) => [stem, leaning] as const)),
);

/**
 * The words of a request by what each counts, 0 to 1: they tell, beside what the tools have of them, whether it is for tools at all.
 * `everydayShare`: of a catalogue of everyday life they tell nothing.
 */
export function leaningWords(terms: readonly Term[], everydayShare: number): ReadonlyMap<string, number> {
  const said = terms.filter(({ word }) => word.isKind !== true);
  const share = (1 - everydayShare) * Math.min(1, MOST_WORDS / said.length);
  return new Map(said.map((term) => [term.word.stem, share * (isToldOf(term) ? TOLD : 1)]));
}

/** How far the words lean: below 0 to what no tool serves. */
export function leaningOf(words: ReadonlyMap<string, number>): number {
  let leaning = 0;
  for (const [stem, counts] of words) leaning += counts * (LEANINGS.get(stem) ?? 0);
  return leaning;
}

function isToldOf(term: Term): boolean {
  return term.word.role !== 'quiet' && hasTold(term);
}
