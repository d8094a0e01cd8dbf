import { percentile } from './statistics.ts';

const MICROSECONDS = 1_000;
const BATCHES = 200;
const PER_BATCH = 500;

/** Microseconds of each call at the 50th, 95th and 99th percentile. */
export type Latency = Readonly<Record<'p50' | 'p95' | 'p99', number>>;

/** Times calls one by one; `now` answers milliseconds with a fraction. */
export async function timeEach(calls: Iterable<() => unknown>, now: () => number): Promise<Latency> {
  const times: number[] = [];
  for (const call of calls) {
    const begin = now();
    const result = call();
    // Waiting for what is no promise would cost a turn of the microtask queue that the call did not.
    if (result instanceof Promise) await result;
    times.push((now() - begin) * MICROSECONDS);
  }
  return latencyOf(times);
}

/** Times calls that are shorter than a clock can tell: in batches, each the mean of its calls. */
export function timeBatches(call: () => unknown, now: () => number): Latency {
  const times = Array.from({ length: BATCHES }, () => {
    const begin = now();
    for (let at = 0; at < PER_BATCH; at++) call();
    return ((now() - begin) * MICROSECONDS) / PER_BATCH;
  });
  return latencyOf(times);
}

/** With `rate`: calls per second over all clients. */
export type Throughput = Readonly<Record<'p50' | 'p95' | 'p99' | 'rate', number>>;

/** Lets clients call at the same time, each its next as soon as its last is answered, until `total` calls are done. */
export async function timeClients(
  call: () => Promise<unknown>,
  { clients, total }: { readonly clients: number; readonly total: number },
  now: () => number,
): Promise<Throughput> {
  const times: number[] = [];
  let left = total;
  const client = async () => {
    while (left-- > 0) {
      const begin = now();
      await call();
      times.push((now() - begin) * MICROSECONDS);
    }
  };
  const begin = now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (now() - begin) / 1_000;
  return { ...latencyOf(times), rate: times.length / seconds };
}

function latencyOf(times: readonly number[]): Latency {
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), p99: percentile(times, 0.99) };
}
