import { describe, expect, it } from 'vitest';
import { SerialWork } from '../../src/services/serial-work.ts';

describe('SerialWork', () => {
  it('begins a piece of work when the one before has ended, also when that failed', async () => {
    const serial = new SerialWork();
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} begins`);
      await Promise.resolve();
      steps.push(`${name} ends`);
      if (name === 'first') throw new Error('first failed');
      return name;
    };
    const [first, second] = [serial.run(work('first')), serial.run(work('second'))];
    await expect(first).rejects.toThrow('first failed');
    expect(await second).toBe('second');
    expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });
});
