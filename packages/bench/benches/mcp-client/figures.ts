import { atMost, type Figure, figureOf, NO_GOAL } from '../../src/figure.ts';
import { OURS, row } from '../../src/row.ts';
import { median } from '../../src/statistics.ts';
import { inTurns } from '../../src/turns.ts';
import { type BenchClient, openBare, openOurs } from './clients.ts';
import { startServerProcess } from './server-process.ts';
import { ARGUMENTS, DECLARED_TOOL, PLAIN_TOOL } from './tools.ts';

const BARE = 'SDK client';
/** Fewer in a turn, and more turns: a busy machine changes from one second to the next. */
const CALLS = 480;
const RUNS = 15;
const AT_ONCE = 8;
/** Turns before the first that counts: code that was just loaded is not compiled yet. */
const WARM_TURNS = 5;
const MOST_TIMES = 1.15;

/** Calls over Streamable HTTP, one after the other and eight at a time, beside the SDK's own client. */
export async function figures(): Promise<Figure[]> {
  const server = await startServerProcess();
  const ours = await openOurs(server.url);
  const bare = await openBare(server.url);
  try {
    for (let turn = 0; turn < WARM_TURNS; turn++) {
      for (const client of [ours, bare]) await measureCalls(client, { tool: PLAIN_TOOL, atOnce: 1 });
    }
    return [
      ...(await callFigures({ ours, bare }, { tool: PLAIN_TOOL, atOnce: 1, words: 'a call' })),
      ...(await callFigures(
        { ours, bare },
        { tool: PLAIN_TOOL, atOnce: AT_ONCE, words: `a call, ${AT_ONCE} at a time` },
      )),
      ...(await callFigures({ ours, bare }, { tool: DECLARED_TOOL, atOnce: 1, words: 'a call with a checked result' })),
    ];
  } finally {
    await bare.close();
    await ours.close();
    await server.stop();
  }
}

async function callFigures(
  { ours, bare }: { readonly ours: BenchClient; readonly bare: BenchClient },
  { words, ...calls }: Calls & { readonly words: string },
): Promise<Figure[]> {
  const taken = { ours: [] as number[], bare: [] as number[] };
  const measure = async (name: keyof typeof taken, client: BenchClient) => {
    const sample = await measureCalls(client, calls);
    taken[name].push(sample.cpu);
    return sample;
  };
  const medians = await inTurns(
    [
      { name: OURS, measure: () => measure('ours', ours) },
      { name: BARE, measure: () => measure('bare', bare) },
    ],
    RUNS,
  );
  // Of turns that follow each other, since both had the same neighbours on the machine. The first ones warmed up.
  const times = median(taken.ours.slice(1).map((cpu, at) => cpu / (taken.bare[at + 1] ?? Number.NaN)));
  return [
    row(medians, { figure: `${words}: calls a second`, unit: '1/s', metric: 'rate', goal: NO_GOAL }),
    row(medians, { figure: `${words}: CPU`, unit: 'µs', metric: 'cpu', goal: NO_GOAL }),
    figureOf({
      ...{ figure: `CPU of ${words}, times the SDK client's`, unit: 'times' },
      ...{ goal: atMost(MOST_TIMES), ours: times },
    }),
  ];
}

interface Calls {
  readonly tool: string;
  /** How many are under way at any time. */
  readonly atOnce: number;
}

type Cost = Readonly<Record<'rate' | 'cpu', number>>;

/** Calls a second, and microseconds of this process's CPU for a call: the server has a process of its own. */
async function measureCalls(client: BenchClient, { tool, atOnce }: Calls): Promise<Cost> {
  const begin = performance.now();
  const before = process.cpuUsage();
  for (let at = 0; at < CALLS; at += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, () => client.call(tool, ARGUMENTS)));
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - begin) / 1_000;
  return { rate: CALLS / seconds, cpu: (user + system) / CALLS };
}
