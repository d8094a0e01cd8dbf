import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../src/rules/retry-after.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['5', 5_000],
    ['999999999', 999_999_999_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ])('reads %s as %i ms', (value, ms) => {
    expect(parseRetryAfter(value, NOW)).toBe(ms);
  });

  it.each([
    null,
    '',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    ' 5',
    'soon',
    '2026-01-01T00:00:30Z',
    '1234567890',
    'Thu, 99 Jan 2026 00:00:30 GMT',
  ])('takes %s for none', (value) => {
    expect(parseRetryAfter(value, NOW)).toBeUndefined();
  });
});
