import type { UnavailableReason, ValidVerdict } from '@wicketgate/core';
import { expect, test } from 'vitest';
import { styleOf } from '../../../src/rules/views/style.ts';
import { verdictText } from '../../../src/rules/views/verdict-view.ts';

const OPTIONS = { now: Date.UTC(2026, 0, 1), style: styleOf('plain') };
const VALID: ValidVerdict = {
  status: 'valid',
  via: 'gateway',
  identity: {
    key: { id: '4fT0aB9xQz', name: 'CI', env: 'live' },
    session: null,
    principal: { id: 'dev@example.com', email: null, name: null },
    tier: 'pro',
    role: 'user',
    scopes: ['a:b', 'c'],
    limits: { requests: 300, windowSeconds: 60, burst: 300 },
    expiresAt: null,
  },
  checkedAt: '2026-01-01T00:00:00.000Z',
  degraded: false,
};

test('a valid key says so in its first line', () => {
  expect(verdictText(VALID, OPTIONS).split('\n')[0]).toBe('valid');
});

test('the key, or else the sign-in, is named by its public id', () => {
  const session = { id: '0123456789abcdef', clientId: 'wicketgate-cli', clientName: 'Wicketgate command\u001b[2J' };
  const signedIn = { ...VALID, identity: { ...VALID.identity, key: null, session } };
  expect(verdictText(VALID, OPTIONS)).toMatch(/^ *key +CI \(4fT0aB9xQz, live\)$/m);
  expect(verdictText(VALID, OPTIONS)).not.toContain('sign-in');
  expect(verdictText(signedIn, OPTIONS)).toMatch(/^ *sign-in +Wicketgate command \(0123456789abcdef\)$/m);
  expect(verdictText(signedIn, OPTIONS)).not.toMatch(/^ *key /m);
});

test('a degraded gateway is told of', () => {
  expect(verdictText({ ...VALID, degraded: true }, OPTIONS)).toMatch(
    /^valid, but the gateway's own store is out of reach/,
  );
});

test.each<[UnavailableReason, string]>([
  ['offline', 'the gateway cannot be reached'],
  ['timeout', 'the gateway did not answer in time'],
  ['throttled', 'the gateway asks for patience'],
  ['server', 'the gateway cannot answer right now'],
])('grace because of %s is told with its end', (because, words) => {
  const grace = { until: '2026-01-04T00:00:00.000Z', because };
  const [first] = verdictText({ ...VALID, via: 'receipt', grace }, OPTIONS).split('\n');
  expect(first).toBe(`valid, but ${words}: works offline until 2026-01-04T00:00:00Z (in 3 days)`);
});

test('a refusal says why, and by which request', () => {
  const text = verdictText(
    {
      status: 'invalid',
      reason: 'revoked',
      code: 'key_revoked',
      message: 'Gone.\u001b[2J',
      next: 'contact_operator',
      requestId: 'r1',
    },
    OPTIONS,
  );
  expect(text).toBe('not valid: revoked\nGone.\n(request r1)');
});
