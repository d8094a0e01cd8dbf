import { expect, test } from 'vitest';
import { parseDuration } from '../../src/rules/duration.ts';

test.each([
  ['0s', 0],
  ['90s', 90],
  ['30m', 1_800],
  ['24h', 86_400],
  ['30d', 2_592_000],
  ['2w', 1_209_600],
  [' 5m ', 300],
])('%s is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', '30', 'm', '-1d', '1.5h', '1h30m', '1y', '1 d', '1234567890s', '1D'])('"%s" is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
