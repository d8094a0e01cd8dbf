import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SearchableTool } from '@wicketgate/mcp-client/loader';
import { RANKING } from '../../mcp-client/src/rules/search/ranking.ts';
import { SIGNALS } from '../../mcp-client/src/rules/search/signals.ts';
import { RankedToolIndex } from '../../mcp-client/src/rules/search/tool-index.ts';
import { parseJsonLines } from '../src/json-lines.ts';
import type { ToolSet } from '../src/tool-sets.ts';
import type { Grouped } from './folds.ts';

const DATA = path.resolve(import.meta.dirname, '../data/no-match');

/** What somebody wants, with the server that serves it, or the topic that none does. */
export interface Wish {
  readonly query: string;
  readonly group: string;
}

export interface Judgement extends Grouped {
  readonly set: string;
  readonly query: string;
  readonly words: ReadonlyMap<string, number>;
}

interface Asked {
  readonly set: string;
  readonly tools: readonly SearchableTool[];
  readonly wishes: readonly Wish[];
  readonly label: 0 | 1;
  readonly weight: number;
}

export async function readWishes(name: 'served' | 'unserved'): Promise<Wish[]> {
  const file = path.join(DATA, `${name}.jsonl`);
  const group = name === 'served' ? 'server' : 'topic';
  return parseJsonLines(await readFile(file, 'utf8'), file, (row) => ({
    query: row.text('query'),
    group: row.text(group),
  }));
}

/** Judgements of wishes asked of a catalogue. Left out are those that name a tool, and those of which no tool has a word. */
function judgementsOf({ set, tools, wishes, label, weight }: Asked): Judgement[] {
  const index = new RankedToolIndex(RANKING);
  for (const tool of tools) index.set(tool);
  return wishes.flatMap(({ query, group }) => {
    const found = index.readingOf(query);
    if (found === undefined) return [];
    const signals = SIGNALS.map((name) => found.signals[name]);
    return [{ set, query, group, label, weight, signals, words: found.words }];
  });
}

export interface OwnWishes {
  readonly tools: readonly SearchableTool[];
  readonly served: readonly Wish[];
  readonly unserved: readonly Wish[];
}

/** Of the whole catalogue, of four small ones that are each a quarter of its servers, and of each server alone. */
export function ownJudgements({ tools, served, unserved }: OwnWishes): Judgement[] {
  const whole = [
    ...judgementsOf({ set: 'served', tools, wishes: served, label: 1, weight: 1 }),
    ...judgementsOf({ set: 'unserved', tools, wishes: unserved, label: 0, weight: 1 }),
  ];
  const servers = [...new Set(tools.map(({ server }) => server))].sort();
  const quarters = [0, 1, 2, 3].flatMap((quarter) => {
    const some = new Set(servers.filter((_, at) => at % 4 === quarter));
    const few = tools.filter(({ server }) => some.has(server));
    const theirs = served.filter(({ group }) => some.has(group));
    const others = unserved.filter((_, at) => at % 4 === quarter);
    return [
      ...judgementsOf({ set: 'served, few servers', tools: few, wishes: theirs, label: 1, weight: 0.35 }),
      ...judgementsOf({ set: 'unserved, few servers', tools: few, wishes: others, label: 0, weight: 0.35 }),
    ];
  });
  const alone = servers.flatMap((server, at) => {
    const few = tools.filter((tool) => tool.server === server);
    const theirs = served.filter(({ group }) => group === server);
    const others = unserved.filter((_, index) => index % servers.length === at);
    return [
      ...judgementsOf({ set: 'served, one server', tools: few, wishes: theirs, label: 1, weight: 0.25 }),
      ...judgementsOf({ set: 'unserved, one server', tools: few, wishes: others, label: 0, weight: 0.25 }),
    ];
  });
  return [...whole, ...quarters, ...alone];
}

/** Our own requests that are not locked, each a group of its own. */
export function openJudgements({ tools, requests }: ToolSet): Judgement[] {
  const wishes = requests.map(({ id, query, relevant }) => ({ query, group: id, isServed: relevant.size > 0 }));
  return [1, 0].flatMap((label) =>
    judgementsOf({
      set: label === 1 ? 'open' : 'open, unserved',
      tools,
      wishes: wishes.filter(({ isServed }) => isServed === (label === 1)),
      label: label === 1 ? 1 : 0,
      weight: 2,
    }),
  );
}

/** Servers whose requests no other server of ours can serve. */
const APART = ['chart', 'circleci', 'figma', 'hubspot', 'kubernetes', 'launchdarkly', 'memory', 'pinecone', 'slack'];

/** What a server serves, asked of all the others. */
export function leftOutJudgements({ tools, served }: OwnWishes): Judgement[] {
  return APART.flatMap((server) =>
    judgementsOf({
      set: 'unserved, its server left out',
      tools: tools.filter((tool) => tool.server !== server),
      wishes: served.filter(({ group }) => group === server),
      label: 0,
      weight: 0.1,
    }),
  );
}

/** The requests of other sets teach what signals say, and no words. */
function withoutWords(judgements: readonly Judgement[]): Judgement[] {
  return judgements.map((judgement) => ({ ...judgement, words: new Map() }));
}

/** Of a big set, so many requests from all over it. */
const MOST_SHARED = 250;
const SHARED_WEIGHT: Readonly<Record<string, number>> = { 'metatool-single': 0.3, 'metatool-multi': 0.3 };
/** Trades of `seal-in` that no other catalogue here serves. */
const TRADES =
  /^(?:Sports|Agri|Healthcare|Dentistry|Veterinary|Insurance|Nursing|Hospitality|Food|Automotive|Aviation|Fitness|Pharma)/;

/** Requests of other catalogues: each served by its own; those of a few trades asked of catalogues that cannot serve them. */
export function sharedJudgements(sets: readonly ToolSet[], own: readonly SearchableTool[]): Judgement[] {
  const served = sets.flatMap((set) =>
    judgementsOf({
      ...{ set: set.name, tools: set.tools, wishes: wishesOf(set, MOST_SHARED), label: 1 },
      weight: SHARED_WEIGHT[set.name] ?? 0.1,
    }),
  );
  const trades = sets.find(({ name }) => name === 'seal-in');
  if (trades === undefined) return withoutWords(served);
  const wishes = tradeWishes(trades);
  const others = sets.filter(({ name }) => name === 'metatool-single' || name === 'bfcl-live-multiple');
  const catalogues = [{ name: 'own', tools: own }, ...others];
  const unserved = catalogues.flatMap(({ name, tools }) =>
    judgementsOf({ set: `trades asked of ${name}`, tools, wishes, label: 0, weight: 0.3 }),
  );
  return withoutWords([...served, ...unserved]);
}

function wishesOf({ name, requests }: ToolSet, most: number): Wish[] {
  const step = Math.ceil(requests.length / most);
  return requests
    .filter(({ relevant }, at) => at % step === 0 && relevant.size > 0)
    .map(({ query }) => ({ query, group: name }));
}

function tradeWishes({ tools, requests }: ToolSet): Wish[] {
  const servers = new Map(tools.map(({ id, server }) => [id, server]));
  return requests
    .filter(({ relevant }) => [...relevant.keys()].every((id) => TRADES.test(servers.get(id) ?? '')))
    .map(({ query }) => ({ query, group: 'trades' }));
}
