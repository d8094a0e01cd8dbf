import { Secret } from '@wicketgate/core';
import { expect, test } from 'vitest';
import { valueDoubts } from '../../src/rules/value-doubts.ts';

test.each([
  [' hunter2', 'blanks'],
  ['hunter2\t', 'blanks'],
  ['hunter2\u00a0', 'blanks'],
  ['hun\u200bter2', 'cannot be seen'],
  ['hun\u00adter2', 'cannot be seen'],
  ['hunter2\ufeff', 'cannot be seen'],
  ['TOKEN=hunter2', 'NAME=value'],
  ['export TOKEN=hunter2', 'NAME=value'],
  ['my.key=hunter2', 'NAME=value'],
])('%j is told, and not shown', (value, words) => {
  const doubts = valueDoubts('my.key', new Secret(value)).join('\n');
  expect(doubts).toContain(words);
  expect(doubts).not.toMatch(/hun|ter2/);
});

test.each(['hunter2', 'two words', 'QUJD=', 'QUJDRA==', 'Server=db;Password=x', 'ünïcode'])(
  '%s is not odd',
  (value) => {
    expect(valueDoubts('KEY', new Secret(value))).toEqual([]);
  },
);
