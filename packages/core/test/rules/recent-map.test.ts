import { describe, expect, it } from 'vitest';
import { RecentMap } from '../../src/rules/recent-map.ts';

describe('RecentMap', () => {
  it('forgets what was used longest ago once it is full', () => {
    const map = new RecentMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    expect(map.size).toBe(2);
    map.get('a');
    map.set('c', 3);
    expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([1, undefined, 3, 2]);
  });

  it('replaces, deletes and clears', () => {
    const map = new RecentMap<number>(2);
    map.set('a', 1);
    map.set('a', 2);
    expect([map.get('a'), map.size]).toEqual([2, 1]);
    map.delete('a');
    expect(map.get('a')).toBeUndefined();
    map.set('b', 3);
    map.clear();
    expect(map.size).toBe(0);
  });
});
