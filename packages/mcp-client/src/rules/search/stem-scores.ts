import type { ScoreBoard } from './score-board.ts';
import type { TermSpace } from './term-space.ts';
import type { Match, Term } from './terms.ts';

export interface StemScoring {
  readonly stems: TermSpace;
  readonly boards: ScoreBoard;
  /** How much of a score depends on how much of the words a tool covers, 0 to 1. */
  readonly coverageShare: number;
}

/** What the words are worth to each tool, on a board that is taken. */
export function stemScores(terms: readonly Term[], { stems, boards, coverageShare }: StemScoring): Float64Array {
  const scores = boards.take();
  const { mark } = boards;
  const covered = boards.take();
  for (const term of terms) {
    const [only] = term.matches;
    if (term.matches.length > 1) addBest(term, { stems, boards, scores, covered });
    else if (only !== undefined) addOnly(term, only, { stems, scores, covered });
  }
  const mass = terms.reduce((sum, term) => sum + term.mass, 0);
  const slope = mass === 0 ? 0 : coverageShare / mass;
  for (let slot = 0; slot < scores.length; slot += 1) {
    scores[slot] = (scores[slot] ?? 0) * (1 - coverageShare + slope * (covered[slot] ?? 0));
  }
  boards.release(mark);
  return scores;
}

interface Sums {
  readonly stems: TermSpace;
  readonly scores: Float64Array;
  /** The mass of the words that a tool has. */
  readonly covered: Float64Array;
}

function addOnly({ word, mass }: Term, match: Match, { stems, scores, covered }: Sums): void {
  const impacts = stems.impactsOf(match.list);
  const factor = word.weight * match.value;
  const cover = mass * match.cover;
  const { entries } = match.list;
  for (let at = 0; at < entries.length; at += 2) {
    const slot = entries[at] ?? 0;
    scores[slot] = (scores[slot] ?? 0) + factor * (impacts[at / 2] ?? 0);
    covered[slot] = (covered[slot] ?? 0) + cover;
  }
}

/** A tool that has several forms of a word has it once, in the form that is worth most. */
function addBest(term: Term, { stems, boards, scores, covered }: Sums & { readonly boards: ScoreBoard }): void {
  const { mark } = boards;
  const best = boards.take();
  const cover = boards.take();
  for (const match of term.matches) {
    const impacts = stems.impactsOf(match.list);
    const { entries } = match.list;
    for (let at = 0; at < entries.length; at += 2) {
      const slot = entries[at] ?? 0;
      best[slot] = Math.max(best[slot] ?? 0, match.value * (impacts[at / 2] ?? 0));
      cover[slot] = Math.max(cover[slot] ?? 0, match.cover);
    }
  }
  for (let slot = 0; slot < best.length; slot += 1) {
    if (best[slot] === 0) continue;
    scores[slot] = (scores[slot] ?? 0) + term.word.weight * (best[slot] ?? 0);
    covered[slot] = (covered[slot] ?? 0) + term.mass * (cover[slot] ?? 0);
  }
  boards.release(mark);
}
