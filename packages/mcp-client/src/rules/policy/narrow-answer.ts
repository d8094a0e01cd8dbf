interface Answer<Hit> {
  /** Best first. */
  readonly hits: readonly Hit[];
  readonly confidence: 'high' | 'low' | 'none';
}

/** Scores are relative to the best: from here on a tool is about as good an answer. */
export const GOOD_SCORE = 0.5;
/** What is worse is another tool's neighbour. */
export const LEAST_SCORE = 0.2;

/** An answer as if there were only these tools: neither scores nor confidence speak of a better one that was left out. */
export function narrowAnswer<Hit extends { readonly score: number }>(
  { hits, confidence }: Answer<Hit>,
  isAllowed: (hit: Hit) => boolean,
): Answer<Hit> {
  const kept = hits.filter(isAllowed);
  const best = Math.min(1, kept[0]?.score ?? 0);
  if (best < LEAST_SCORE) return { hits: [], confidence: 'none' };
  if (best === 1) return { hits: kept, confidence };
  return {
    hits: kept.map((hit) => ({ ...hit, score: hit.score / best })),
    confidence: best >= GOOD_SCORE ? confidence : 'low',
  };
}
