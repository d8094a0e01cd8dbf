import { addGramScores } from './gram-scores.ts';
import type { Lexicon } from './lexicon.ts';
import type { Meanings } from './meanings.ts';
import type { Ranking } from './ranking.ts';
import type { RequestWord, Search } from './request.ts';
import { divided, highest, ScoreBoard } from './score-board.ts';
import type { SoftTerms } from './soft-terms.ts';
import { stemScores } from './stem-scores.ts';
import { resolveTerms, type Term } from './terms.ts';

export interface RankerParts {
  readonly lexicon: Lexicon;
  readonly ranking: Ranking;
  readonly softTerms: SoftTerms | undefined;
  readonly meanings: Meanings | undefined;
}

/** Where a search looks. */
export interface Range {
  /** Slots from 0 to here. */
  readonly size: number;
  /** Whether a slot holds a tool that may be answered. */
  readonly isOpen: (slot: number) => boolean;
}

/** Gives every tool a score for a search. */
export class Ranker {
  readonly #lexicon: Lexicon;
  readonly #ranking: Ranking;
  readonly #softTerms: SoftTerms | undefined;
  readonly #meanings: Meanings | undefined;
  readonly #boards = new ScoreBoard();

  constructor({ lexicon, ranking, softTerms, meanings }: RankerParts) {
    this.#lexicon = lexicon;
    this.#ranking = ranking;
    this.#softTerms = softTerms;
    this.#meanings = meanings;
  }

  /** The words of a search as the catalogue has them. */
  resolve(words: readonly RequestWord[]): Term[] {
    return resolveTerms(words, { stems: this.#lexicon.stems, ranking: this.#ranking, softTerms: this.#softTerms });
  }

  /** Scores by slot, the best 1; all 0 when no tool has anything of the search. Valid until the next call. */
  rank({ words, parts }: Search, range: Range): Float64Array {
    this.#boards.begin(range.size);
    const total = this.#boards.take();
    const { mark } = this.#boards;
    const whole = this.#scores(words, range);
    const top = highest(whole);
    if (top === 0) return total;
    if (parts.length < 2) return divided(whole, { by: top, into: total });
    divided(whole, { by: top / (1 - this.#ranking.partShare), into: total });
    this.#boards.release(mark);
    this.#addParts(parts, range, total);
    return divided(total, { by: highest(total), into: total });
  }

  /** Each part has its best tools count, and a weak part counts for less. */
  #addParts(parts: Search['parts'], range: Range, total: Float64Array): void {
    const scores = parts.map((part) => this.#scores(part, range));
    const tops = scores.map(highest);
    const top = Math.max(...tops);
    const factors = tops.map((own) => (own === 0 ? 0 : (0.5 + (0.5 * own) / top) / own));
    for (let slot = 0; slot < range.size; slot += 1) {
      let best = 0;
      for (let part = 0; part < scores.length; part += 1) {
        best = Math.max(best, (scores[part]?.[slot] ?? 0) * (factors[part] ?? 0));
      }
      total[slot] = (total[slot] ?? 0) + this.#ranking.partShare * best;
    }
  }

  /** One text: whole stems and pieces of words, the best of each 1 before they are weighed. */
  #scores(words: readonly RequestWord[], range: Range): Float64Array {
    const boards = this.#boards;
    const { coverageShare, gramShare } = this.#ranking;
    const scores = boards.take();
    const { mark } = boards;
    const stems = stemScores(this.resolve(words), { stems: this.#lexicon.stems, boards, coverageShare });
    const grams = boards.take();
    addGramScores(words, this.#lexicon.grams, grams);
    close(range, stems, grams);
    const stemFactor = shareOf(1, stems);
    const gramFactor = shareOf(gramShare, grams);
    for (let slot = 0; slot < range.size; slot += 1) {
      scores[slot] = (stems[slot] ?? 0) * stemFactor + (grams[slot] ?? 0) * gramFactor;
    }
    boards.release(mark);
    this.#addMeaning(scores, words, range);
    return scores;
  }

  /** The best by its words has 1 before, the nearest by its meaning gets its share on top. */
  #addMeaning(scores: Float64Array, words: readonly RequestWord[], range: Range): void {
    const closeness = this.#meanings?.closeness(words, range);
    if (closeness === undefined) return;
    const top = highest(scores) || 1;
    const { meaningShare } = this.#ranking;
    for (let slot = 0; slot < range.size; slot += 1) {
      scores[slot] = (scores[slot] ?? 0) / top + meaningShare * (closeness[slot] ?? 0);
    }
  }
}

/** Leaves tools out that may not be answered, before the best is looked for. */
function close({ size, isOpen }: Range, stems: Float64Array, grams: Float64Array): void {
  for (let slot = 0; slot < size; slot += 1) {
    if (isOpen(slot)) continue;
    stems[slot] = 0;
    grams[slot] = 0;
  }
}

function shareOf(share: number, scores: Float64Array): number {
  const top = highest(scores);
  return top === 0 ? 0 : share / top;
}
