import { describe, expect, test } from 'vitest';
import { joinedInTurns, searchesOf } from '../src/joined-search.ts';

describe('A request', () => {
  test('is one search as long as it holds no U+0001', () => {
    expect(searchesOf('find a bug, then fix it')).toEqual(['find a bug, then fix it']);
  });

  test('is as many searches as U+0001 divides it into, without the empty ones', () => {
    expect(searchesOf('find a bug\u0001fix it\u0001 \u0001')).toEqual(['find a bug', 'fix it']);
  });

  test('of nothing is one search for nothing', () => {
    expect(searchesOf('\u0001')).toEqual(['']);
  });
});

describe('Joining', () => {
  test('takes the best of each list, then the second of each, and goes on with those that are longer', () => {
    expect(joinedInTurns([['a', 'b'], ['c'], ['d', 'e', 'f']])).toEqual(['a', 'c', 'd', 'b', 'e', 'f']);
  });

  test('has each id once, where it comes first', () => {
    expect(
      joinedInTurns([
        ['a', 'b', 'c'],
        ['b', 'a', 'd'],
      ]),
    ).toEqual(['a', 'b', 'c', 'd']);
  });

  test('of nothing is nothing', () => {
    expect(joinedInTurns([])).toEqual([]);
    expect(joinedInTurns([[], []])).toEqual([]);
  });
});
