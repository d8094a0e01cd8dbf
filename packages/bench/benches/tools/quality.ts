import { type Figure, figureOf } from '../../src/figure.ts';
import { type Quality, qualityOf } from '../../src/retrieval-metrics.ts';
import { OURS } from '../../src/row.ts';
import type { ToolSet } from '../../src/tool-sets.ts';
import { type BuiltIndex, FINDERS } from './finders.ts';
import { qualityGoal } from './goals.ts';

const DEEPEST_CUT = 10;

const METRICS: readonly (keyof Quality)[] = [
  ...(['recall@1', 'recall@3', 'recall@5', 'recall@10', 'complete@10', 'nDCG@10', 'no-match', 'lost'] as const),
];

/** How well each finds what serves a request, and ours with the optional word table as well. */
export async function qualityFigures(set: ToolSet): Promise<Figure[]> {
  const qualities = new Map<string, Quality>();
  for (const { name, build } of FINDERS) qualities.set(name, await measured(await build(set.tools), set));
  const ours = qualities.get(OURS);
  qualities.delete(OURS);
  if (ours === undefined) return [];
  return rows(set, { recipe: 'lexical', ours, peers: qualities });
}

async function measured(index: BuiltIndex, { requests }: ToolSet): Promise<Quality> {
  const judged = [];
  for (const { query, relevant } of requests) {
    judged.push({ relevant, found: await index.search(query, DEEPEST_CUT) });
  }
  return qualityOf(judged);
}

interface Compared {
  readonly recipe: 'lexical' | 'table';
  readonly ours: Quality;
  readonly peers: ReadonlyMap<string, Quality>;
}

function rows(set: ToolSet, { recipe, ours, peers }: Compared): Figure[] {
  return METRICS.flatMap((metric) => {
    const value = ours[metric];
    // A set without requests that nothing serves cannot tell how those are known.
    if (value === undefined) return [];
    const theirs = Object.fromEntries([...peers].map(([name, quality]) => [name, quality[metric] ?? Number.NaN]));
    const goal = qualityGoal({ set: set.name, metric, recipe, peers: theirs });
    const figure = recipe === 'table' ? `${metric}, with the word table` : metric;
    return [figureOf({ figure, unit: 'share', goal, ours: value, peers: theirs })];
  });
}
