import { gramsOf } from './lexicon.ts';
import type { RequestWord } from './request.ts';
import type { TermSpace } from './term-space.ts';

/** Adds what the pieces of the words are worth to each tool: each piece once, as much as the best of its words. */
export function addGramScores(words: readonly RequestWord[], grams: TermSpace, scores: Float64Array): void {
  for (const [gram, weight] of weightedGrams(words)) {
    const list = grams.find(gram);
    if (list === undefined) continue;
    const impacts = grams.impactsOf(list);
    const factor = weight * grams.idf(list.size);
    const { entries } = list;
    for (let at = 0; at < entries.length; at += 2) {
      const slot = entries[at] ?? 0;
      scores[slot] = (scores[slot] ?? 0) + factor * (impacts[at / 2] ?? 0);
    }
  }
}

function weightedGrams(words: readonly RequestWord[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { text, role, weight } of words) {
    if (role === 'quiet') continue;
    for (const gram of gramsOf(text)) weights.set(gram, Math.max(weight, weights.get(gram) ?? 0));
  }
  return weights;
}
