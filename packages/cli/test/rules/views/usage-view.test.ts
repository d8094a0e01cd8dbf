import { expect, test } from 'vitest';
import { styleOf } from '../../../src/rules/views/style.ts';
import { usageView } from '../../../src/rules/views/usage-view.ts';

const OPTIONS = { now: Date.UTC(2026, 0, 1), style: styleOf('plain') };
const LIMITS = { requests: 300, windowSeconds: 60, burst: 50 };

test('says how many calls, when the last was, and the limits', () => {
  const calls = { total: 1_234, lastUsedAt: '2025-12-31T23:00:00.000Z' };
  expect(usageView({ calls, limits: LIMITS }, OPTIONS).split('\n')).toEqual([
    'calls      1234 (counted up to a minute late)',
    'last call  2025-12-31T23:00:00Z (60 minutes ago)',
    'limits     300 requests in 60 seconds, 50 at once',
  ]);
});

test('says that there was no call yet', () => {
  const text = usageView({ calls: { total: 0, lastUsedAt: null }, limits: LIMITS }, OPTIONS);
  expect(text).toMatch(/^calls +0 .*\nlast call +none\n/);
});
