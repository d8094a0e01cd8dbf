import { expect, it } from 'vitest';
import { joinHits } from '../../../src/rules/search/join-answers.ts';

const hit = (id: string, score: number) => ({ id, score, reasons: [] });

it('gives the best of each search first, each tool once', () => {
  const joined = joinHits(
    [
      [hit('a', 1), hit('b', 0.9), hit('c', 0.8)],
      [hit('d', 1), hit('a', 0.5)],
    ],
    10,
  );
  expect(joined.map(({ id }) => id)).toEqual(['a', 'd', 'b', 'c']);
});

it('never has a higher score behind a lower one', () => {
  const joined = joinHits(
    [
      [hit('a', 1), hit('b', 0.3)],
      [hit('c', 1), hit('d', 0.9)],
      [hit('e', 1), hit('f', 0.1)],
    ],
    10,
  );
  const scores = joined.map(({ score }) => score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
});

it('keeps to the limit', () => {
  const hits = ['a', 'b', 'c'].map((id) => hit(id, 1));
  expect(joinHits([hits], 2)).toHaveLength(2);
  expect(joinHits([hits, [hit('d', 1)]], 3)).toHaveLength(3);
  expect(joinHits([], 3)).toEqual([]);
});
