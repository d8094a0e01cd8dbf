import { describe, expect, it } from 'vitest';
import { Listeners } from '../../src/services/listeners.ts';
import { createCollectingLogger } from '../doubles/collecting-logger.ts';

describe('Listeners', () => {
  it('tells every listener although one of them fails, and logs that', () => {
    const logger = createCollectingLogger();
    const listeners = new Listeners<number>(logger);
    const told: number[] = [];
    listeners.add(() => {
      throw new Error('broken');
    });
    listeners.add((value) => told.push(value));
    listeners.tell(7);
    expect(told).toEqual([7]);
    expect(logger.lines).toMatchObject([{ level: 'error', message: 'a listener failed' }]);
  });

  it('tells one function as often as it was added, and not after its end', () => {
    const listeners = new Listeners<number>(createCollectingLogger());
    const told: number[] = [];
    const listener = (value: number) => told.push(value);
    const [first] = [listeners.add(listener), listeners.add(listener)];
    listeners.tell(1);
    first.dispose();
    first.dispose();
    listeners.tell(2);
    expect(told).toEqual([1, 1, 2]);
    expect(listeners.size).toBe(1);
    listeners.clear();
    listeners.tell(3);
    expect(told).toEqual([1, 1, 2]);
  });
});
