import { describe, expect, it } from 'vitest';
import { OneByOne } from '../../src/rules/one-by-one.ts';
import { createGate } from '../client-world.ts';

describe('OneByOne', () => {
  it('begins nothing before what came earlier has ended, be it by failing', async () => {
    const queue = new OneByOne();
    const gate = createGate();
    const done: string[] = [];
    const first = queue.do(async () => {
      await gate.passed;
      done.push('first');
      throw new Error('no');
    });
    const second = queue.do(() => Promise.resolve(done.push('second')));
    gate.open();
    await expect(first).rejects.toThrow('no');
    expect(await second).toBe(2);
    expect(done).toEqual(['first', 'second']);
  });
});
