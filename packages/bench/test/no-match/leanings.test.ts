import { describe, expect, test } from 'vitest';
import type { Judgement } from '../../no-match/examples.ts';
import { leaningsModule, withoutRareWords } from '../../no-match/leanings.ts';

function judgement(query: string): Judgement {
  const words = new Map(query.split(' ').map((word) => [word, 1]));
  return { set: 'served', query, words, group: 'a', signals: [], label: 1, weight: 1 };
}

test('A word that stands in two requests alone gets no weight, however many catalogues they are asked of, and a number none', () => {
  const kept = withoutRareWords(['close it 7', 'close it 7', 'close that it 7', 'close these 7'].map(judgement));
  expect(kept.map(({ words }) => [...words.keys()])).toEqual([['close'], ['close'], ['close'], ['close']]);
});

describe('The words by how far they lean', () => {
  const weights = new Map([
    ['dog', -1.1],
    ['cat', -0.9],
    ['the', 0.1],
    ['branch', 0.76],
  ]);

  test('are lines of a module, the lowest first, in the order of the alphabet, without those that say little', () => {
    expect(leaningsModule(weights).split('\n').slice(1)).toEqual([
      'export const LEANING_WORDS: readonly (readonly [number, string])[] = [',
      "  [-1, 'cat dog'],",
      "  [0.75, 'branch'],",
      '];',
      '',
    ]);
  });

  test('are broken into lines of a width that is read', () => {
    const many = new Map(Array.from({ length: 100 }, (_, at) => [`word${at}`, 1]));
    const lines = leaningsModule(many).split('\n');
    expect(lines.every((line) => line.length <= 120)).toBe(true);
    expect(lines.join('').replaceAll(/' \+\s+'/g, '')).toContain('word0 word1 word10');
  });
});
