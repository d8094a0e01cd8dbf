import { expect, test } from 'vitest';
import { type KeyAnswer, keyDetails, keyTitle, ownerText, statusText } from '../../../src/rules/views/key-view.ts';
import { styleOf } from '../../../src/rules/views/style.ts';

const NOW = Date.UTC(2026, 0, 1);
const KEY: KeyAnswer = {
  id: '4fT0aB9xQz',
  kind: 'issued',
  hint: 'wg_live_4fT0aB9xQz',
  name: 'CI',
  env: 'live',
  owner: { id: 'dev@example.com', email: null, name: null },
  tier: 'free',
  role: 'user',
  scopes: [],
  limits: { requests: 60, windowSeconds: 60, burst: 60 },
  metadata: {},
  status: 'active',
  createdAt: '2025-12-31T00:00:00.000Z',
  createdBy: 'bootstrap',
  expiresAt: null,
  suspendedAt: null,
  suspendedReason: null,
  revokedAt: null,
  revokedBy: null,
  revokedReason: null,
  rotatedFrom: null,
  rotatedTo: null,
  lastUsedAt: null,
  lastUsedIp: null,
  usageCount: 0,
};
const details = (change: Partial<KeyAnswer>) =>
  keyDetails({ ...KEY, ...change }, { now: NOW, style: styleOf('plain') });

test('what is not so is left out', () => {
  expect(details({})).toBe(
    [
      'id           4fT0aB9xQz',
      'name         CI',
      'starts with  wg_live_4fT0aB9xQz',
      'kind         issued',
      'status       active',
      'owner        dev@example.com',
      'tier         free',
      'role         user',
      'environment  live',
      'scopes       none',
      'limits       60 requests in 60 seconds, 60 at once',
      'expires      never',
      'created      2025-12-31T00:00:00Z (24 hours ago) by bootstrap',
      'last used    never',
      'uses         0',
    ].join('\n'),
  );
});

test.each<[Partial<KeyAnswer>, RegExp]>([
  [
    { status: 'revoked', revokedAt: KEY.createdAt, revokedBy: 'aaaaaaaaaa', revokedReason: 'left' },
    /^revoked +2025-12-31T00:00:00Z \(24 hours ago\) by aaaaaaaaaa: left$/m,
  ],
  [
    { lastUsedAt: KEY.createdAt, lastUsedIp: '192.0.2.1' },
    /^last used +2025-12-31T00:00:00Z \(24 hours ago\) from 192\.0\.2\.1$/m,
  ],
  [{ rotatedTo: 'bbbbbbbbbb' }, /^replaced by +bbbbbbbbbb$/m],
  [{ rotatedFrom: 'bbbbbbbbbb' }, /^replaces +bbbbbbbbbb$/m],
  [{ metadata: { team: 'co\u001b[2Jre', trial: null } }, /^meta team +core\nmeta trial +null$/m],
])('%o is shown', (change, line) => {
  expect(details(change)).toMatch(line);
});

test('a title names a key in a sentence', () => {
  expect(keyTitle(KEY)).toBe('"CI" (4fT0aB9xQz) of dev@example.com');
});

test('an owner is shown once, however often the texts are the same', () => {
  const id = 'dev@example.com';
  expect(ownerText({ id, email: id, name: null })).toBe(id);
  expect(ownerText({ id: 'u1', email: id, name: 'Dev' })).toBe('u1 (Dev, dev@example.com)');
});

test('states have the colours of a traffic light', () => {
  const style = styleOf('colored');
  expect(statusText('active', style)).toContain('\u001b[32m');
  expect(statusText('suspended', style)).toContain('\u001b[33m');
  expect(statusText('revoked', style)).toContain('\u001b[31m');
  expect(statusText('expired', style)).toContain('\u001b[31m');
});
