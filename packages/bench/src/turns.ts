import { median } from './statistics.ts';

/** What one run measured, by name. */
export type Sample = Readonly<Record<string, number>>;

/** One way to do the thing that is measured. */
export interface Contestant {
  readonly name: string;
  /** Does it once over. What must be prepared for each run and not be measured is prepared here too. */
  measure(): Sample | Promise<Sample>;
}

/** Fewest runs that a published median stands on. */
const FEWEST_RUNS = 5;

/**
 * Lets each contestant run in turn, once to warm up and then `runs` times (five, and no fewer), so that a machine's bad
 * moments hit all alike. Who begins changes with every round. Answers each one's medians.
 */
export async function inTurns(
  contestants: readonly Contestant[],
  runs: number = FEWEST_RUNS,
): Promise<Map<string, Sample>> {
  if (runs < FEWEST_RUNS) throw new RangeError(`A median stands on at least ${FEWEST_RUNS} runs.`);
  const samples = new Map<string, Sample[]>(contestants.map(({ name }) => [name, []]));
  if (samples.size < contestants.length) throw new TypeError('Two contestants have the same name.');
  for (const contestant of contestants) await contestant.measure();
  for (let round = 0; round < runs; round++) {
    const first = round % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      samples.get(contestant.name)?.push(await contestant.measure());
    }
  }
  return new Map([...samples].map(([name, list]) => [name, medians(list)]));
}

function medians(samples: readonly Sample[]): Sample {
  const names = Object.keys(samples[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(samples.map((sample) => sample[name] ?? Number.NaN))]));
}
