import { expect, test } from 'vitest';
import { clockText, isTold, untilNextSecond } from '../../src/rules/countdown.ts';

test.each([
  [600_000, '10:00'],
  [599_999, '10:00'],
  [599_000, '9:59'],
  [60_000, '1:00'],
  [59_001, '1:00'],
  [59_000, '0:59'],
  [1, '0:01'],
  [0, '0:00'],
  [-5_000, '0:00'],
])('%d ms are shown as %s', (left, text) => {
  expect(clockText(1_000_000 + left, 1_000_000)).toBe(text);
});

test.each([
  [10_000, 1_000],
  [9_999, 999],
  [9_001, 1],
  [1, 1],
  [0, undefined],
  [-1, undefined],
])('with %d ms left the clock changes in %j ms', (left, pause) => {
  expect(untilNextSecond(left, 0)).toBe(pause);
});

test('a log hears of five minutes and of one', () => {
  const told = Array.from({ length: 601 }, (_, seconds) => seconds).filter((seconds) => isTold(seconds * 1_000, 0));
  expect(told).toEqual([60, 300]);
});
