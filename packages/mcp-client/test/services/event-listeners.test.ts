import { describe, expect, it } from 'vitest';
import { EventListeners } from '../../src/services/event-listeners.ts';

function create() {
  const log: string[] = [];
  const write = (_: unknown, message: string) => void log.push(message);
  const listeners = new EventListeners('the house', { debug: write, info: write, warn: write, error: write });
  return { listeners, log };
}

describe('EventListeners', () => {
  it('tells all, whatever one of them does', () => {
    const { listeners, log } = create();
    const told: string[] = [];
    listeners.add(() => {
      throw new Error('broken');
    });
    listeners.add(({ kind }) => told.push(kind));
    listeners.tell({ kind: 'fire' });
    expect(told).toEqual(['fire']);
    expect(log).toEqual(['A listener of the house failed.']);
  });

  it('tells a function as often as it was added, and ends one of them at a time', () => {
    const { listeners } = create();
    let told = 0;
    const count = () => {
      told++;
    };
    const end = listeners.add(count);
    listeners.add(count);
    listeners.tell({ kind: 'fire' });
    end();
    end();
    listeners.tell({ kind: 'fire' });
    expect(told).toBe(3);
  });

  it('tells those who are there: not who comes or goes while it does', () => {
    const { listeners } = create();
    const told: string[] = [];
    const ends: (() => void)[] = [];
    listeners.add(() => {
      listeners.add(() => told.push('late'));
      ends.forEach((end) => end());
    });
    ends.push(listeners.add(() => told.push('gone')));
    listeners.tell({ kind: 'fire' });
    expect(told).toEqual([]);
  });

  it('tells nobody once they are let go', () => {
    const { listeners } = create();
    let told = 0;
    listeners.add(() => {
      told++;
    });
    listeners.clear();
    listeners.tell({ kind: 'fire' });
    expect(told).toBe(0);
  });
});
