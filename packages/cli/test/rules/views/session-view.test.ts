import { expect, test } from 'vitest';
import {
  type SessionAnswer,
  sessionDetails,
  sessionTable,
  sessionTitle,
} from '../../../src/rules/views/session-view.ts';
import { styleOf } from '../../../src/rules/views/style.ts';

const OPTIONS = { now: Date.UTC(2026, 0, 2), style: styleOf('plain') };
const SESSION: SessionAnswer = {
  id: '0123456789abcdEF',
  principal: { id: 'corp:dev', email: 'dev@example.com', name: 'Dev' },
  tier: 'pro',
  role: 'user',
  scopes: ['tools:call'],
  clientId: 'wicketgate-cli',
  clientName: 'Wicketgate command',
  source: 'provider',
  sourceId: 'corp',
  status: 'active',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdIp: '192.0.2.7',
  refreshedAt: '2026-01-01T22:00:00.000Z',
  refreshedIp: null,
  expiresAt: '2026-01-09T00:00:00.000Z',
  endsAt: '2026-02-01T00:00:00.000Z',
  checkedAt: '2026-01-01T22:00:00.000Z',
  dpop: false,
  revokedAt: null,
  revokedBy: null,
  revokedReason: null,
};

test('a table has a sign-in to a line', () => {
  expect(sessionTable([SESSION], OPTIONS).split('\n')).toEqual([
    'ID                WHO       TIER  ROLE  CLIENT          STATUS  SIGNED IN     LAST SEEN    ENDS',
    '0123456789abcdEF  corp:dev  pro   user  wicketgate-cli  active  24 hours ago  2 hours ago  in 7 days',
  ]);
});

test('details say how, from where and until when', () => {
  expect(sessionDetails(SESSION, OPTIONS).split('\n')).toEqual([
    'id                0123456789abcdEF',
    'status            active',
    'who               corp:dev (Dev, dev@example.com)',
    'proved by         provider corp',
    'client            Wicketgate command (wicketgate-cli)',
    'tier              pro',
    'role              user',
    'scopes            tools:call',
    'signed in         2026-01-01T00:00:00Z (24 hours ago) from 192.0.2.7',
    'last seen         2026-01-01T22:00:00Z (2 hours ago)',
    'checked           2026-01-01T22:00:00Z (2 hours ago)',
    'ends unless used  2026-01-09T00:00:00Z (in 7 days)',
    'ends for good     2026-02-01T00:00:00Z (in 30 days)',
    'bound to a key    no',
  ]);
});

test('a revoked one says when, by whom and why', () => {
  const revoked = {
    ...SESSION,
    status: 'revoked',
    revokedAt: '2026-01-01T22:00:00.000Z',
    revokedBy: 'gateway',
    revokedReason: 'refresh token used twice',
  } as const;
  expect(sessionDetails(revoked, OPTIONS)).toMatch(
    /^revoked +2026-01-01T22:00:00Z \(2 hours ago\) by gateway: refresh token used twice$/m,
  );
});

test('nothing that came from elsewhere moves the cursor or forges a line', () => {
  const forged = {
    ...SESSION,
    principal: { id: 'a\nroot', email: 'x\u001b[2J', name: '\u202eevil' },
    clientName: 'b\rc',
    sourceId: 'd\u0007',
    createdIp: '\u001b]0;t\u0007',
  };
  const text = [sessionDetails(forged, OPTIONS), sessionTable([forged], OPTIONS), sessionTitle(forged)].join('\n');
  expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  expect(text).not.toMatch(/^root/m);
});
