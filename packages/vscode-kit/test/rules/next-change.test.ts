import { expect, test } from 'vitest';
import { LATEST_CHANGE, nextChange } from '../../src/rules/next-change.ts';

test.each([
  ['the present when nothing is known', 100, [], 100],
  ['the present when all is past', 100, [99, undefined, 5], 100],
  ['one later than a change of this very millisecond', 100, [100], 101],
  ['one later than a change that a clock ahead of ours made', 100, [5_000, 3], 5_001],
  ['one later than the last but one there is', 100, [LATEST_CHANGE - 1], LATEST_CHANGE],
  ['never beyond the last instant there is', 100, [LATEST_CHANGE, Number.MAX_SAFE_INTEGER], 100],
])('the next change is %s', (...[, now, known, expected]) => {
  expect(nextChange(now, ...known)).toBe(expected);
});
