import { expect, test } from 'vitest';
import { instantText, relativeTime, spanText } from '../../src/rules/relative-time.ts';

const NOW = Date.UTC(2026, 0, 1);
const after = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString();

test.each([
  [0, 'just now'],
  [59, 'just now'],
  [-59, 'just now'],
  [60, 'in 1 minute'],
  [-90, '1 minute ago'],
  [-5_400, '90 minutes ago'],
  [7_199, 'in 119 minutes'],
  [7_200, 'in 2 hours'],
  [90 * 86_400, 'in 90 days'],
  [-800 * 86_400, '2 years ago'],
])('%d seconds from now reads "%s"', (seconds, text) => {
  expect(relativeTime(after(seconds), NOW)).toBe(text);
});

test.each([
  [1, '1 second'],
  [60, '60 seconds'],
  [120, '2 minutes'],
  [3_600, '60 minutes'],
  [259_200, '3 days'],
])('%d seconds are "%s"', (seconds, text) => {
  expect(spanText(seconds)).toBe(text);
});

test('instants are shown without milliseconds', () => {
  expect(instantText('2026-01-01T00:00:00.123Z')).toBe('2026-01-01T00:00:00Z');
  expect(instantText('2026-01-01T00:00:00Z')).toBe('2026-01-01T00:00:00Z');
});
