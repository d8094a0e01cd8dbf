import { describe, expect, it } from 'vitest';
import { SingleFlight } from '../../src/services/single-flight.ts';
import { failureOf } from '../fake-world.ts';

/** Work that a test ends by hand, and that counts how often it was begun. */
function createWork() {
  const runs: { signal: AbortSignal; finish: (value: string) => void; fail: (error: Error) => void }[] = [];
  const work = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      runs.push({ signal, finish: resolve, fail: reject });
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  return { runs, work };
}

describe('SingleFlight', () => {
  it('shares one piece of work among all who ask meanwhile, and begins anew afterwards', async () => {
    const flights = new SingleFlight<string>();
    const { runs, work } = createWork();
    const both = [flights.join('a', work, undefined), flights.join('a', work, new AbortController().signal)];
    const other = flights.join('b', work, undefined);
    expect(runs).toHaveLength(2);
    runs[0]?.finish('one');
    runs[1]?.finish('two');
    expect(await Promise.all([...both, other])).toEqual(['one', 'one', 'two']);
    void flights.join('a', work, undefined);
    expect(runs).toHaveLength(3);
  });

  it('shares a failure, and begins anew afterwards', async () => {
    const flights = new SingleFlight<string>();
    const { runs, work } = createWork();
    const failures = [failureOf(flights.join('a', work, undefined)), failureOf(flights.join('a', work, undefined))];
    const error = new Error('x');
    runs[0]?.fail(error);
    expect(await Promise.all(failures)).toEqual([error, error]);
    void flights.join('a', work, undefined);
    expect(runs).toHaveLength(2);
  });

  it('lets one caller leave without harm to the others', async () => {
    const flights = new SingleFlight<string>();
    const { runs, work } = createWork();
    const leaving = new AbortController();
    const left = failureOf(flights.join('a', work, leaving.signal));
    const staying = flights.join('a', work, new AbortController().signal);
    const reason = new Error('left');
    leaving.abort(reason);
    expect(await left).toBe(reason);
    expect(runs[0]?.signal.aborted).toBe(false);
    runs[0]?.finish('one');
    expect(await staying).toBe('one');
  });

  it('aborts the work when the last caller has left, and begins anew for the next', async () => {
    const flights = new SingleFlight<string>();
    const { runs, work } = createWork();
    const callers = [new AbortController(), new AbortController()];
    const failures = callers.map(({ signal }) => failureOf(flights.join('a', work, signal)));
    for (const caller of callers) caller.abort(new Error('left'));
    await Promise.all(failures);
    expect(runs[0]?.signal.aborted).toBe(true);
    const next = flights.join('a', work, undefined);
    expect(runs).toHaveLength(2);
    runs[1]?.finish('two');
    expect(await next).toBe('two');
  });

  it('does not begin for a caller who has left already', async () => {
    const flights = new SingleFlight<string>();
    const { runs, work } = createWork();
    expect(await failureOf(flights.join('a', work, AbortSignal.abort('gone')))).toBe('gone');
    expect(runs).toHaveLength(0);
  });

  it('begins anew after it was detached, while those who wait get what they wait for', async () => {
    const flights = new SingleFlight<string>();
    const { runs, work } = createWork();
    const before = flights.join('a', work, undefined);
    flights.detachAll();
    const after = flights.join('a', work, undefined);
    runs[0]?.finish('old');
    expect(await before).toBe('old');
    const joined = flights.join('a', work, undefined);
    expect(runs).toHaveLength(2);
    runs[1]?.finish('new');
    expect(await Promise.all([after, joined])).toEqual(['new', 'new']);
  });
});
