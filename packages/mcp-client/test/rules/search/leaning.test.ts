import { describe, expect, it } from 'vitest';
import { LEANING_WORDS } from '../../../src/rules/search/leaning-words.ts';
import { leaningOf, leaningWords } from '../../../src/rules/search/leaning.ts';
import { RANKING } from '../../../src/rules/search/ranking.ts';
import { stem } from '../../../src/rules/search/stem.ts';
import { RankedToolIndex } from '../../../src/rules/search/tool-index.ts';
import { searchable } from './tools.ts';

const index = new RankedToolIndex(RANKING);
index.set(searchable('git/list_branches', 'List the branches of a repository'));
index.set(searchable('git/delete_branch', 'Delete a branch'));

function wordsOf(request: string): ReadonlyMap<string, number> {
  const reading = index.readingOf(request);
  if (reading === undefined) throw new Error(`no tool has a word of: ${request}`);
  return reading.words;
}

describe('the leaning of a request', () => {
  it('is of all its words, and of those that a tool is for by half', () => {
    const words = wordsOf('delete my old branch');
    expect([words.get('my'), words.get('old'), words.get(stem('branch')), words.get(stem('delete'))]).toEqual([
      1, 1, 0.5, 0.5,
    ]);
  });

  it('counts each word for less in a request of more than 16', () => {
    const some = (count: number) => Array.from({ length: count }, (_, at) => `gizmo${'abcdefghijklmnopq'[at]}`);
    expect(wordsOf(['branch', ...some(15)].join(' ')).get('gizmoa')).toBe(1);
    expect(wordsOf(['branch', ...some(16)].join(' ')).get('gizmoa')).toBeCloseTo(16 / 17, 12);
  });

  it('tells nothing in a catalogue of everyday life, and half as much in one that is half of it', () => {
    const term = { word: { text: 'my', stem: 'my', weight: 0.1, role: 'quiet' }, mass: 0, matches: [] } as const;
    expect([0, 0.5, 1].map((share) => leaningWords([term], share).get('my'))).toEqual([1, 0.5, 0]);
  });

  it('is below 0 for what people want of life, and above for what they want of software', () => {
    const of = (request: string) => leaningOf(new Map(request.split(' ').map((word) => [stem(word), 1])));
    expect(of('cook dinner for my kids')).toBeLessThan(0);
    expect(of('deploy')).toBeGreaterThanOrEqual(0);
    expect(of('qwertz')).toBe(0);
  });
});

it('knows each word once, as the stem that requests are read by', () => {
  const stems = LEANING_WORDS.flatMap(([, words]) => words.split(' '));
  expect(new Set(stems).size).toBe(stems.length);
  expect(LEANING_WORDS.every(([leaning]) => Number.isInteger(leaning * 4) && leaning !== 0)).toBe(true);
});
