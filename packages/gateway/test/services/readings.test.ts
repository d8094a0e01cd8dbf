import { describe, expect, it } from 'vitest';
import { createReadings } from '../../src/services/readings.ts';
import { createGate } from '../support/gate.ts';

describe('readings that are under way', () => {
  const begun = () => {
    const readings = createReadings<string>();
    const gate = createGate();
    let began = 0;
    const kept: boolean[] = [];
    const join = (name = 'a') =>
      readings.join(name, async (isCurrent) => {
        const number = ++began;
        await gate.opened;
        kept.push(isCurrent());
        return `${name} ${number}`;
      });
    return { readings, gate, join, kept };
  };

  it('are joined by whoever asks for the same, and by nobody else', async () => {
    const { gate, join } = begun();
    const answers = [join(), join(), join('b')];
    gate.open();
    expect(await Promise.all(answers)).toEqual(['a 1', 'a 1', 'b 2']);
    expect(await join()).toBe('a 3');
  });

  it('of before a change are answered to those who waited, joined by nobody, and not to be kept', async () => {
    const { readings, gate, join, kept } = begun();
    const before = join();
    readings.changed();
    const after = join();
    gate.open();
    expect([await before, await after]).toEqual(['a 1', 'a 2']);
    expect(kept).toEqual([false, true]);
  });

  it('that failed are begun anew', async () => {
    const readings = createReadings<string>();
    await expect(readings.join('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await readings.join('a', () => Promise.resolve('up'))).toBe('up');
  });
});
