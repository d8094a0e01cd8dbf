import { expect, test } from 'vitest';
import { judgeAfterKill } from '../proofs/secrets/after-kill.ts';

const judge = (values: Record<string, string>, said: number) =>
  judgeAfterKill(new Map(Object.entries(values)), { names: ['A', 'B'], said });

test('A file after a kill is as the writer said, or one round later', () => {
  expect(judge({ A: '7', B: '7' }, 7)).toEqual({ round: 7, isOldOrNew: true });
  expect(judge({ A: '8', B: '8' }, 7)).toEqual({ round: 8, isOldOrNew: true });
});

test.each([
  ['older than was said', { A: '6', B: '6' }, 6],
  ['two rounds later', { A: '9', B: '9' }, 9],
  ['of two rounds', { A: '7', B: '8' }, undefined],
  ['without one of its names', { A: '7' }, undefined],
  ['empty', {}, undefined],
])('A file %s is neither old nor new', (_, values: Record<string, string>, round) => {
  expect(judge(values, 7)).toEqual({ round, isOldOrNew: false });
});
