import { atMost, type Figure, figureOf, NO_GOAL } from '../../src/figure.ts';
import { OURS, row } from '../../src/row.ts';
import { inTurns, type Sample } from '../../src/turns.ts';
import { type BenchClient, openBare, openOurs } from './clients.ts';
import { startServerProcess } from './server-process.ts';
import { ARGUMENTS, DECLARED_TOOL, PLAIN_TOOL } from './tools.ts';

const BARE = 'SDK client';
const CALLS = 1_000;
const RUNS = 9;
const MOST_TIMES = 1.15;

/** Calls one after the other over Streamable HTTP, beside the SDK's own client. */
export async function figures(): Promise<Figure[]> {
  const server = await startServerProcess();
  const ours = await openOurs(server.url);
  const bare = await openBare(server.url);
  try {
    return [
      ...(await callFigures({ ours, bare }, { tool: PLAIN_TOOL, words: 'a call' })),
      ...(await callFigures({ ours, bare }, { tool: DECLARED_TOOL, words: 'a call with a checked result' })),
    ];
  } finally {
    await bare.close();
    await ours.close();
    await server.stop();
  }
}

async function callFigures(
  { ours, bare }: { readonly ours: BenchClient; readonly bare: BenchClient },
  { tool, words }: { readonly tool: string; readonly words: string },
): Promise<Figure[]> {
  const contestants = [
    { name: OURS, measure: () => measureCalls(ours, tool) },
    { name: BARE, measure: () => measureCalls(bare, tool) },
  ];
  const medians = await inTurns(contestants, RUNS);
  const cpu = (name: string) => medians.get(name)?.['cpu'] ?? Number.NaN;
  const times = { figure: `CPU of ${words}, times the SDK client's`, unit: 'times', goal: atMost(MOST_TIMES) };
  return [
    row(medians, { figure: `${words}: calls a second`, unit: '1/s', metric: 'rate', goal: NO_GOAL }),
    row(medians, { figure: `${words}: CPU`, unit: 'µs', metric: 'cpu', goal: NO_GOAL }),
    figureOf({ ...times, ours: cpu(OURS) / cpu(BARE) }),
  ];
}

/** Calls a second, and microseconds of this process's CPU for a call: the server has a process of its own. */
async function measureCalls(client: BenchClient, tool: string): Promise<Sample> {
  const begin = performance.now();
  const before = process.cpuUsage();
  for (let at = 0; at < CALLS; at++) await client.call(tool, ARGUMENTS);
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - begin) / 1_000;
  return { rate: CALLS / seconds, cpu: (user + system) / CALLS };
}
