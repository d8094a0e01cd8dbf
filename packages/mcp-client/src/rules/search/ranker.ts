import { gramsOf, type Lexicon } from './lexicon.ts';
import type { Meanings } from './meanings.ts';
import type { PostingList } from './posting-list.ts';
import type { Ranking } from './ranking.ts';
import type { RequestWord, Search } from './request.ts';
import { ScoreBoard } from './score-board.ts';
import type { SoftTerms } from './soft-terms.ts';
import type { TermSpace } from './term-space.ts';
import { resolveTerms, type Match, type Term } from './terms.ts';

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
  rank(search: Search, range: Range): Float64Array {
    this.#boards.begin(range.size);
    const total = this.#boards.take();
    const { mark } = this.#boards;
    const whole = this.#scores(search.words, range);
    const top = highest(whole, range.size);
    if (top === 0) return total;
    if (search.parts.length < 2) return scaled(whole, { by: 1 / top, into: total });
    scaled(whole, { by: (1 - this.#ranking.partShare) / top, into: total });
    this.#boards.release(mark);
    this.#addParts(total, search, range);
    const best = highest(total, range.size);
    return scaled(total, { by: 1 / best, into: total });
  }

  #addParts(total: Float64Array, { parts }: Search, range: Range): void {
    const scores = parts.map((part) => this.#scores(part, range));
    const tops = scores.map((part) => highest(part, range.size));
    const top = Math.max(...tops);
    if (top === 0) return;
    const factors = tops.map((own) => (own === 0 ? 0 : (0.5 + (0.5 * own) / top) / own));
    for (let slot = 0; slot < range.size; slot += 1) {
      let best = 0;
      for (let part = 0; part < scores.length; part += 1) {
        best = Math.max(best, (scores[part]?.[slot] ?? 0) * (factors[part] ?? 0));
      }
      total[slot] = (total[slot] ?? 0) + this.#ranking.partShare * best;
    }
  }

  /** One text: whole stems, corrected by how much of the text a tool covers, and pieces of words. */
  #scores(words: readonly RequestWord[], range: Range): Float64Array {
    const scores = this.#boards.take();
    const { mark } = this.#boards;
    const { gramShare } = this.#ranking;
    const stems = this.#stemScores(words, range);
    const grams = this.#gramScores(words, range);
    const topStem = highest(stems, range.size);
    const topGram = highest(grams, range.size);
    const stemFactor = topStem === 0 ? 0 : 1 / topStem;
    const gramFactor = topGram === 0 ? 0 : gramShare / topGram;
    for (let slot = 0; slot < range.size; slot += 1) {
      scores[slot] = (stems[slot] ?? 0) * stemFactor + (grams[slot] ?? 0) * gramFactor;
    }
    this.#boards.release(mark);
    this.#addMeaning(scores, words, range);
    return scores;
  }

  /** The best by its words has 1 before, the nearest by its meaning gets its share on top. */
  #addMeaning(scores: Float64Array, words: readonly RequestWord[], range: Range): void {
    const closeness = this.#meanings?.closeness(words, range);
    if (closeness === undefined) return;
    const top = highest(scores, range.size) || 1;
    const { meaningShare } = this.#ranking;
    for (let slot = 0; slot < range.size; slot += 1) {
      scores[slot] = (scores[slot] ?? 0) / top + meaningShare * (closeness[slot] ?? 0);
    }
  }

  #stemScores(words: readonly RequestWord[], range: Range): Float64Array {
    const scores = this.#boards.take();
    const covered = this.#boards.take();
    const terms = this.resolve(words);
    for (const term of terms) this.#addTerm(term, { scores, covered });
    const mass = terms.reduce((sum, term) => sum + term.mass, 0);
    const { coverageShare } = this.#ranking;
    const slope = mass === 0 ? 0 : coverageShare / mass;
    for (let slot = 0; slot < range.size; slot += 1) {
      const score = scores[slot] ?? 0;
      if (score === 0) continue;
      scores[slot] = range.isOpen(slot) ? score * (1 - coverageShare + slope * (covered[slot] ?? 0)) : 0;
    }
    return scores;
  }

  #addTerm({ word, mass, matches }: Term, { scores, covered }: Sums): void {
    const [first] = matches;
    if (first === undefined) return;
    const { slots, size } = first.list;
    if (matches.length > 1) {
      this.#addBest(matches, { weight: word.weight, mass, scores, covered });
      return;
    }
    const impacts = this.#lexicon.stems.impactsOf(first.list);
    const factor = word.weight * first.value;
    const cover = mass * first.cover;
    for (let at = 0; at < size; at += 1) {
      const slot = slots[at] ?? 0;
      scores[slot] = (scores[slot] ?? 0) + factor * (impacts[at] ?? 0);
      covered[slot] = (covered[slot] ?? 0) + cover;
    }
  }

  #addBest(
    matches: readonly Match[],
    { weight, mass, scores, covered }: Sums & { weight: number; mass: number },
  ): void {
    const { mark } = this.#boards;
    const best = this.#boards.take();
    const cover = this.#boards.take();
    for (const match of matches) {
      const impacts = this.#lexicon.stems.impactsOf(match.list);
      const { slots, size } = match.list;
      for (let at = 0; at < size; at += 1) {
        const slot = slots[at] ?? 0;
        best[slot] = Math.max(best[slot] ?? 0, match.value * (impacts[at] ?? 0));
        cover[slot] = Math.max(cover[slot] ?? 0, match.cover);
      }
    }
    for (let slot = 0; slot < best.length; slot += 1) {
      if (best[slot] === 0) continue;
      scores[slot] = (scores[slot] ?? 0) + weight * (best[slot] ?? 0);
      covered[slot] = (covered[slot] ?? 0) + mass * (cover[slot] ?? 0);
    }
    this.#boards.release(mark);
  }

  #gramScores(words: readonly RequestWord[], range: Range): Float64Array {
    const { grams } = this.#lexicon;
    const scores = this.#boards.take();
    for (const [gram, weight] of weightedGrams(words)) {
      const list = grams.find(gram);
      if (list !== undefined) addImpacts(grams, list, { factor: weight * grams.idf(list.size), into: scores });
    }
    for (let slot = 0; slot < range.size; slot += 1) if (!range.isOpen(slot)) scores[slot] = 0;
    return scores;
  }
}

interface Sums {
  readonly scores: Float64Array;
  readonly covered: Float64Array;
}

function weightedGrams(words: readonly RequestWord[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const word of words) {
    if (word.weight < 0.2) continue;
    for (const gram of gramsOf(word.text)) weights.set(gram, Math.max(word.weight, weights.get(gram) ?? 0));
  }
  return weights;
}

function addImpacts(
  space: TermSpace,
  list: PostingList,
  { factor, into }: { factor: number; into: Float64Array },
): void {
  const impacts = space.impactsOf(list);
  const { slots, size } = list;
  for (let at = 0; at < size; at += 1) {
    const slot = slots[at] ?? 0;
    into[slot] = (into[slot] ?? 0) + factor * (impacts[at] ?? 0);
  }
}

function highest(scores: Float64Array, size: number): number {
  let top = 0;
  for (let slot = 0; slot < size; slot += 1) top = Math.max(top, scores[slot] ?? 0);
  return top;
}

function scaled(scores: Float64Array, { by, into }: { by: number; into: Float64Array }): Float64Array {
  for (let slot = 0; slot < into.length; slot += 1) into[slot] = (scores[slot] ?? 0) * by;
  return into;
}
