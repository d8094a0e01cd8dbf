import { describe, expect, it } from 'vitest';
import { createTurns } from '../../../src/node/file/turns.ts';
import { failureOf } from './file-room.ts';

/** Work that ends when it is told to. */
function held(log: string[], name: string) {
  const ends: (() => void)[] = [];
  const work = () =>
    new Promise<string>((resolve) => {
      log.push(`${name} begins`);
      ends.push(() => resolve(name));
    });
  return { work, end: () => ends[0]?.() };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('come one after the other, in the order in which they were asked for', async () => {
    const log: string[] = [];
    const inTurn = createTurns();
    const [one, two] = [held(log, 'one'), held(log, 'two')];
    const first = inTurn(one.work);
    const second = inTurn(two.work);
    await settle();
    expect(log).toEqual(['one begins']);
    one.end();
    expect(await first).toBe('one');
    await settle();
    expect(log).toEqual(['one begins', 'two begins']);
    two.end();
    expect(await second).toBe('two');
  });

  it('go on after one that failed', async () => {
    const inTurn = createTurns();
    const failed = failureOf(inTurn(() => Promise.reject(new Error('failed'))));
    expect(await inTurn(() => Promise.resolve('next'))).toBe('next');
    expect(await failed).toMatchObject({ message: 'failed' });
  });

  it('are left at once by who waits, and never taken then', async () => {
    const log: string[] = [];
    const inTurn = createTurns();
    const one = held(log, 'one');
    const first = inTurn(one.work);
    const leaver = new AbortController();
    const left = failureOf(inTurn(held(log, 'two').work, leaver.signal));
    leaver.abort('left');
    expect(await left).toBe('left');
    one.end();
    await first;
    await settle();
    expect(log).toEqual(['one begins']);
    expect(await failureOf(inTurn(() => Promise.resolve(), AbortSignal.abort('before')))).toBe('before');
  });

  it('once begun are not left before their end', async () => {
    const log: string[] = [];
    const inTurn = createTurns();
    const one = held(log, 'one');
    const leaver = new AbortController();
    const first = inTurn(one.work, leaver.signal);
    await settle();
    leaver.abort('too late');
    one.end();
    expect(await first).toBe('one');
  });
});
