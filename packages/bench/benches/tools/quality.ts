import { type Figure, figureOf } from '../../src/figure.ts';
import { type Quality, qualityOf } from '../../src/retrieval-metrics.ts';
import { OURS } from '../../src/row.ts';
import type { ToolSet } from '../../src/tool-sets.ts';
import { type Finder, FINDERS } from './finders.ts';
import { qualityGoal } from './goals.ts';

const DEEPEST_CUT = 10;

/** In the order in which they are shown. */
const METRICS = [
  'recall@1',
  'recall@3',
  'recall@5',
  'recall@10',
  'complete@10',
  'nDCG@10',
  'no-match',
  'lost',
] as const;

/** How well each finds what serves a request; `table`: ours with the word table. */
export async function qualityFigures(set: ToolSet, table: Finder | undefined): Promise<Figure[]> {
  const qualities = new Map<string, Quality>();
  for (const finder of FINDERS) qualities.set(finder.name, await measured(finder, set));
  const { [OURS]: ours, ...peers } = Object.fromEntries(qualities);
  if (ours === undefined) return [];
  const figures = rows(set, { recipe: 'lexical', ours, peers });
  return table === undefined
    ? figures
    : [...figures, ...rows(set, { recipe: 'table', ours: await measured(table, set), peers })];
}

async function measured({ build }: Finder, { tools, requests }: ToolSet): Promise<Quality> {
  const index = await build(tools);
  const judged = [];
  for (const { query, relevant } of requests) {
    judged.push({ relevant, found: await index.search(query, DEEPEST_CUT) });
  }
  return qualityOf(judged);
}

interface Compared {
  readonly recipe: 'lexical' | 'table';
  readonly ours: Quality;
  readonly peers: Readonly<Record<string, Quality>>;
}

function rows(set: ToolSet, { recipe, ours, peers }: Compared): Figure[] {
  return METRICS.flatMap((metric) => {
    const value = ours[metric];
    // A set without requests that nothing serves cannot tell how those are known.
    if (value === undefined) return [];
    const theirs = Object.fromEntries(
      Object.entries(peers).map(([name, quality]) => [name, quality[metric] ?? Number.NaN]),
    );
    const goal = qualityGoal({ set: set.name, metric, recipe, peers: theirs });
    const figure = recipe === 'table' ? `${metric}, with the word table` : metric;
    return [figureOf({ figure, unit: 'share', goal, ours: value, peers: theirs })];
  });
}
