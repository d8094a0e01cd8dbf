import { describe, expect, it } from 'vitest';
import { createBoundedMap } from '../../src/domain/bounded-map.ts';

describe('a bounded map', () => {
  it('drops what was used longest ago when it is full, and tells of it', () => {
    const dropped: number[] = [];
    const map = createBoundedMap<string, number>({ max: 2, onEvict: (value) => dropped.push(value) });
    map.set('a', 1);
    map.set('b', 2);
    expect(map.get('a')).toBe(1);
    map.set('c', 3);
    expect(dropped).toEqual([2]);
    expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([1, undefined, 3, 2]);
  });

  it('makes no room for a key that it has', () => {
    const dropped: number[] = [];
    const map = createBoundedMap<string, number>({ max: 2, onEvict: (value) => dropped.push(value) });
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    expect(dropped).toEqual([]);
    map.set('c', 4);
    expect(dropped).toEqual([2]);
  });

  it('deletes, clears and lists', () => {
    const map = createBoundedMap<string, number>({ max: 1 });
    map.set('a', 1);
    expect([...map.entries()]).toEqual([['a', 1]]);
    map.delete('a');
    expect(map.get('a')).toBeUndefined();
    map.set('b', 2);
    map.clear();
    expect(map.size).toBe(0);
  });

  it.each([0, 1.5, Number.NaN])('is not made for %d entries', (max) => {
    expect(() => createBoundedMap({ max })).toThrow(TypeError);
  });
});
