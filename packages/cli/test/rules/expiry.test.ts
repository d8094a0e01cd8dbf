import { expect, test } from 'vitest';
import { parseExpiry } from '../../src/rules/expiry.ts';

const NOW = Date.UTC(2026, 0, 1, 12);

test.each([
  ['never', null],
  ['90d', '2026-04-01T12:00:00.000Z'],
  ['1s', '2026-01-01T12:00:01.000Z'],
  ['2026-01-01', '2026-01-01T23:59:59.999Z'],
  ['2028-02-29', '2028-02-29T23:59:59.999Z'],
  ['2026-06-01T18:00:00Z', '2026-06-01T18:00:00.000Z'],
  ['2026-06-01T18:00+02:00', '2026-06-01T16:00:00.000Z'],
  ['9999-12-31', '9999-12-31T23:59:59.999Z'],
])('%s ends at %s', (text, expiresAt) => {
  expect(parseExpiry(text, NOW)).toEqual({ ok: true, expiresAt });
});

test.each(['2025-12-31', '2026-01-01T12:00:00Z', '0s'])('%s is refused as past', (text) => {
  expect(parseExpiry(text, NOW)).toEqual({ ok: false, problem: 'This is in the past.' });
});

test.each([
  '',
  'tomorrow',
  '2026-02-30',
  '2026-13-01',
  '2026-02-30T00:00:00Z',
  '2026-06-01T18:00:00',
  '12/31/2026',
  '90',
  '999999w',
])('"%s" is refused with the forms there are', (text) => {
  expect(parseExpiry(text, NOW)).toMatchObject({ ok: false, problem: expect.stringContaining('2026-12-31') as string });
});
