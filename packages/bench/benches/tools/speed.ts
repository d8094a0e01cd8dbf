import type { SearchableTool } from '@wicketgate/mcp-client/loader';
import { atMost, type Figure, type Goal, NO_GOAL } from '../../src/figure.ts';
import { row } from '../../src/row.ts';
import { type Latency, timeEach } from '../../src/timing.ts';
import { type Contestant, inTurns } from '../../src/turns.ts';
import type { ToolSet } from '../../src/tool-sets.ts';
import { type BuiltIndex, type Finder, FINDERS } from './finders.ts';

const MOST_SEARCHES = 100;
const SHORT = 20;
const FEW_TOOLS = 500;
const ADDED = 5;
const LIMIT = 10;

const now = () => performance.now();

/** How long a search takes, an index takes to build, and a tool takes to add; `table`: ours with the word table. */
export async function speedFigures({ tools, requests }: ToolSet, table: Finder | undefined): Promise<Figure[]> {
  const queries = requests.map(({ query }) => query);
  const short = queries.filter((query) => query.split(/\s+/).length <= SHORT);
  const all: Searches = { queries, words: 'a search', goals: [NO_GOAL, NO_GOAL] };
  const few: Searches = { queries: short, words: `a search of up to ${SHORT} words`, goals: [atMost(1), atMost(3)] };
  const figures = [...(await searchFigures(tools, FINDERS, all)), ...(await searchFigures(tools, FINDERS, few))];
  if (table !== undefined) {
    const words = `${few.words}, with the word table`;
    figures.push(...(await searchFigures(tools, [table], { ...few, words, goals: [NO_GOAL, NO_GOAL] })));
  }
  return [...figures, ...(await buildFigures(tools)), await addFigure(tools)];
}

interface Searches {
  readonly queries: readonly string[];
  readonly words: string;
  /** Of the median and of the 95th percentile, in milliseconds. */
  readonly goals: readonly [Goal, Goal];
}

async function searchFigures(
  tools: readonly SearchableTool[],
  finders: readonly Finder[],
  { queries, words, goals }: Searches,
): Promise<Figure[]> {
  const sample = evenly(queries, MOST_SEARCHES);
  if (sample.length === 0) return [];
  const contestants: Contestant[] = [];
  for (const { name, build } of finders) {
    const index = await build(tools);
    contestants.push({ name, measure: () => milliseconds(sample.map((query) => () => index.search(query, LIMIT))) });
  }
  const medians = await inTurns(contestants);
  return [
    row(medians, { figure: `${words}, p50`, unit: 'ms', metric: 'p50', goal: goals[0] }),
    row(medians, { figure: `${words}, p95`, unit: 'ms', metric: 'p95', goal: goals[1] }),
  ];
}

/** Some of many, from all over the list: the beginning of a set may be alike. */
function evenly<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  return items.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

async function buildFigures(tools: readonly SearchableTool[]): Promise<Figure[]> {
  const all = await buildFigure(tools, { figure: `an index of ${tools.length} tools`, goal: NO_GOAL });
  if (tools.length <= FEW_TOOLS) return [all];
  const few = tools.slice(0, FEW_TOOLS);
  return [all, await buildFigure(few, { figure: `an index of ${FEW_TOOLS} tools`, goal: atMost(100) })];
}

/** With a first search, so that nothing is put off until then. */
async function buildFigure(
  tools: readonly SearchableTool[],
  words: { readonly figure: string; readonly goal: Goal },
): Promise<Figure> {
  const contestants = FINDERS.map(({ name, build }) => ({
    name,
    measure: () => milliseconds([async () => (await build(tools)).search('a first search', LIMIT)]),
  }));
  return row(await inTurns(contestants), { ...words, unit: 'ms', metric: 'p50' });
}

/** A tool more to all but the last few of a set, with a search for its name, so that nothing is put off until then. */
async function addFigure(tools: readonly SearchableTool[]): Promise<Figure> {
  const most = tools.slice(0, -ADDED);
  const last = tools.slice(-ADDED);
  const contestants = FINDERS.map(({ name, build }: Finder) => ({
    name,
    measure: async () => {
      const index = await build(most);
      return milliseconds(last.map((tool) => () => addAndFind(index, tool)));
    },
  }));
  const words = { figure: `one tool added to ${tools.length}`, unit: 'ms', metric: 'p50', goal: atMost(2) };
  return row(await inTurns(contestants), words);
}

async function addAndFind(index: BuiltIndex, tool: SearchableTool): Promise<void> {
  await index.add(tool);
  const found = await index.search(tool.name, LIMIT);
  if (found.length === 0) throw new Error(`${tool.id} was added and is not found by its name.`);
}

async function milliseconds(calls: readonly (() => unknown)[]): Promise<Pick<Latency, 'p50' | 'p95'>> {
  const { p50, p95 } = await timeEach(calls, now);
  return { p50: p50 / 1_000, p95: p95 / 1_000 };
}
