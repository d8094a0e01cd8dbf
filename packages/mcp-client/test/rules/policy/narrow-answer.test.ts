import { expect, test } from 'vitest';
import { narrowAnswer } from '../../../src/rules/policy/narrow-answer.ts';

const answer = (...scores: readonly number[]) => ({
  hits: scores.map((score, at) => ({ id: `${at}`, score })),
  confidence: 'high' as const,
});
const without =
  (...ids: readonly string[]) =>
  ({ id }: { readonly id: string }) =>
    !ids.includes(id);

test('an answer whose best may be told keeps its scores and its confidence', () => {
  expect(narrowAnswer(answer(1.5, 0.8, 0.1), without('1'))).toEqual({
    hits: [
      { id: '0', score: 1.5 },
      { id: '2', score: 0.1 },
    ],
    confidence: 'high',
  });
});

test.each([
  [0.8, 'high'],
  [0.5, 'high'],
  [0.49, 'low'],
  [0.2, 'low'],
])('the best of what is left has 1, and after %d it is of confidence %s', (score, confidence) => {
  const narrowed = narrowAnswer(answer(1, score, score / 2), without('0'));
  expect(narrowed.confidence).toBe(confidence);
  expect(narrowed.hits).toEqual([
    { id: '1', score: 1 },
    { id: '2', score: 0.5 },
  ]);
});

test.each([[[1, 0.19]], [[1]], [[]]])('what is left of %j but for the best is nothing', (scores) => {
  expect(narrowAnswer(answer(...scores), without('0'))).toEqual({ hits: [], confidence: 'none' });
});

test('guesses stay guesses', () => {
  expect(narrowAnswer({ ...answer(1, 0.9), confidence: 'low' }, without('0')).confidence).toBe('low');
});
