/** What was asked, by the grades of the tools that serve it, and what was found, best first. */
export interface Judged {
  readonly relevant: ReadonlyMap<string, number>;
  readonly found: readonly string[];
}

/** The share of the relevant tools among the first `cut` that were found. */
export function recallAt(cut: number, { relevant, found }: Judged): number {
  const among = new Set(found.slice(0, cut));
  return [...relevant.keys()].filter((id) => among.has(id)).length / relevant.size;
}

/** 1 when all relevant tools are among the first `cut` that were found, 0 otherwise. */
export function completeAt(cut: number, judged: Judged): number {
  return recallAt(cut, judged) === 1 ? 1 : 0;
}

/** Normalised discounted cumulative gain of the first `cut`, with a tool's grade as its gain (Järvelin and Kekäläinen 2002). */
export function ndcgAt(cut: number, { relevant, found }: Judged): number {
  const gains = [...new Set(found)].map((id) => relevant.get(id) ?? 0);
  const best = [...relevant.values()].sort((one, other) => other - one);
  return discounted(gains.slice(0, cut)) / discounted(best.slice(0, cut));
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0);
}

/** How a finder did over a set: means over the requests that some tool serves, and how it knew those that none does. */
export interface Quality {
  readonly 'recall@1': number;
  readonly 'recall@3': number;
  readonly 'recall@5': number;
  readonly 'recall@10': number;
  readonly 'complete@10': number;
  readonly 'nDCG@10': number;
  /** Share of the requests that a tool serves for which nothing was found. */
  readonly lost: number;
  /** Share of the requests that no tool serves for which nothing was found; undefined where there is no such request. */
  readonly 'no-match': number | undefined;
}

/** Throws a RangeError where no request is served by a tool: there is no mean of nothing. */
export function qualityOf(judged: readonly Judged[]): Quality {
  const served = judged.filter(({ relevant }) => relevant.size > 0);
  const unserved = judged.filter(({ relevant }) => relevant.size === 0);
  if (served.length === 0) throw new RangeError('No request is served by a tool.');
  return {
    'recall@1': mean(served, (each) => recallAt(1, each)),
    'recall@3': mean(served, (each) => recallAt(3, each)),
    'recall@5': mean(served, (each) => recallAt(5, each)),
    'recall@10': mean(served, (each) => recallAt(10, each)),
    'complete@10': mean(served, (each) => completeAt(10, each)),
    'nDCG@10': mean(served, (each) => ndcgAt(10, each)),
    lost: mean(served, silence),
    'no-match': unserved.length === 0 ? undefined : mean(unserved, silence),
  };
}

function silence({ found }: Judged): number {
  return found.length === 0 ? 1 : 0;
}

function mean(judged: readonly Judged[], value: (each: Judged) => number): number {
  return judged.reduce((sum, each) => sum + value(each), 0) / judged.length;
}
