import { describe, expect, test } from 'vitest';
import { timeBatches, timeClients, timeEach } from '../src/timing.ts';

/** A clock in milliseconds that only the measured calls move on. */
function handClock() {
  let time = 0;
  return { now: () => time, pass: (milliseconds: number) => (time += milliseconds) };
}

describe('Timing calls one by one', () => {
  test('answers microseconds at the percentiles', async () => {
    const clock = handClock();
    const calls = Array.from({ length: 100 }, (_, at) => () => clock.pass(at + 1));
    expect(await timeEach(calls, clock.now)).toEqual({ p50: 50_000, p95: 95_000, p99: 99_000 });
  });

  test('waits for what a call promises', async () => {
    const clock = handClock();
    const call = async () => {
      await Promise.resolve();
      clock.pass(2);
    };
    expect(await timeEach([call], clock.now)).toEqual({ p50: 2_000, p95: 2_000, p99: 2_000 });
  });
});

test('Timing in batches answers the mean of a call in each batch', () => {
  const clock = handClock();
  expect(timeBatches(() => clock.pass(0.25), clock.now)).toEqual({ p50: 250, p95: 250, p99: 250 });
});

describe('Timing clients that call at the same time', () => {
  test('makes just as many calls as are wanted, and never more at once than there are clients', async () => {
    let [calls, running, most] = [0, 0, 0];
    const call = async () => {
      calls++;
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
    };
    await timeClients(call, { clients: 3, total: 10 }, () => 0);
    expect({ calls, most }).toEqual({ calls: 10, most: 3 });
  });

  test('answers calls per second over all clients', async () => {
    const clock = handClock();
    const call = () => Promise.resolve(clock.pass(10));
    expect((await timeClients(call, { clients: 1, total: 50 }, clock.now)).rate).toBeCloseTo(100);
  });

  test('passes on the failure of a call', async () => {
    const call = () => Promise.reject(new Error('refused'));
    await expect(timeClients(call, { clients: 2, total: 2 }, () => 0)).rejects.toThrow('refused');
  });
});
