import type { ToolHit } from '../../words/search.ts';

/** Joins the hits of several searches: the best of each, then the second of each. A tool stands once, at its best place. */
export function joinHits(answers: readonly (readonly ToolHit[])[], limit: number): ToolHit[] {
  const [only] = answers;
  if (answers.length === 1 && only !== undefined) return only.slice(0, limit);
  const joined = new Map<string, ToolHit>();
  const depth = Math.max(0, ...answers.map((hits) => hits.length));
  for (let place = 0; place < depth && joined.size < limit; place += 1) {
    const row = answers.flatMap((hits) => hits.slice(place, place + 1));
    row.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    for (const hit of row) if (!joined.has(hit.id)) joined.set(hit.id, hit);
  }
  return falling([...joined.values()].slice(0, limit));
}

/** Scores of different searches are not comparable: what stands behind must not have more. */
function falling(hits: readonly ToolHit[]): ToolHit[] {
  let least = Infinity;
  return hits.map((hit) => {
    least = Math.min(least, hit.score);
    return { ...hit, score: least };
  });
}
