import { expect, test } from 'vitest';
import { variableOf } from '../../src/rules/variable.ts';

test('a variable that is empty counts as unset', () => {
  expect([variableOf({ A: 'x' }, 'A'), variableOf({ A: '' }, 'A'), variableOf({}, 'A')]).toEqual([
    'x',
    undefined,
    undefined,
  ]);
});
