import { describe, expect, test } from 'vitest';
import { type Contestant, inTurns } from '../src/turns.ts';

/** Answers one value after the other, and tells when it was called. */
function contestant(name: string, values: readonly number[], calls: string[] = []): Contestant {
  const left = [...values];
  return {
    name,
    measure: () => {
      calls.push(name);
      return { value: left.shift() ?? Number.NaN };
    },
  };
}

describe('Measuring in turns', () => {
  test('answers the median of each, without the run that warms up', async () => {
    const medians = await inTurns([
      contestant('ours', [999, 5, 1, 4, 2, 3]),
      contestant('peer', [0, 10, 10, 10, 70, 70]),
    ]);
    expect(medians.get('ours')).toEqual({ value: 3 });
    expect(medians.get('peer')).toEqual({ value: 10 });
  });

  test('lets each run once before anybody runs again, and another begin each round', async () => {
    const calls: string[] = [];
    const runs = [0, 0, 0, 0, 0, 0];
    await inTurns([contestant('a', runs, calls), contestant('b', runs, calls)]);
    expect(calls.join('')).toBe('abababababab'.slice(0, 2) + 'ab' + 'ba' + 'ab' + 'ba' + 'ab');
  });

  test('takes a measurement that has to be waited for', async () => {
    const slow: Contestant = { name: 'slow', measure: () => Promise.resolve({ value: 7 }) };
    expect((await inTurns([slow])).get('slow')).toEqual({ value: 7 });
  });

  test('refuses fewer than five runs', async () => {
    await expect(inTurns([contestant('ours', [])], 4)).rejects.toThrow(RangeError);
    await expect(inTurns([contestant('ours', [0, 1, 2, 3, 4, 5])], 5)).resolves.toBeDefined();
  });

  test('refuses two contestants of one name', async () => {
    await expect(inTurns([contestant('ours', []), contestant('ours', [])])).rejects.toThrow(TypeError);
  });
});
