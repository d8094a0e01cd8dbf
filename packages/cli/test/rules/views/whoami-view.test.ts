import { expect, test } from 'vitest';
import { styleOf } from '../../../src/rules/views/style.ts';
import { type Whoami, whoamiText } from '../../../src/rules/views/whoami-view.ts';

const OPTIONS = { now: Date.UTC(2026, 0, 1), style: styleOf('plain') };
const SIGNED_IN: Whoami = {
  principal: { id: 'corp:dev', email: 'dev@example.com', name: 'Dev' },
  tier: 'pro',
  role: 'user',
  scopes: ['tools:call'],
  key: null,
  session: { id: '0123456789abcdEF', clientId: 'wicketgate-cli', clientName: 'Wicketgate command' },
  expiresAt: '2026-01-08T00:00:00.000Z',
  source: { id: 'session', place: 'sign-in in the keyring (Memory)' },
  store: 'keyring',
  offline: null,
};

test('says who, by what and until when', () => {
  expect(whoamiText(SIGNED_IN, OPTIONS).split('\n')).toEqual([
    'who     corp:dev (Dev, dev@example.com)',
    'tier    pro',
    'role    user',
    'scopes  tools:call',
    'client  Wicketgate command (sign-in 0123456789abcdEF)',
    'from    sign-in in the keyring (Memory)',
    'until   2026-01-08T00:00:00Z (in 7 days)',
  ]);
});

test('a key that does not end says so', () => {
  const key = { id: '4fT0aB9xQz', name: 'CI', env: 'live' } as const;
  const text = whoamiText({ ...SIGNED_IN, session: null, key, expiresAt: null }, OPTIONS);
  expect(text).toMatch(/^key +CI \(4fT0aB9xQz, live\)$/m);
  expect(text).toMatch(/^until +it does not end$/m);
});

test('offline says so first, and leaves out what is not known', () => {
  const offline: Whoami = {
    ...SIGNED_IN,
    ...{ tier: null, role: null, session: null, expiresAt: null, offline: 'offline' },
  };
  expect(whoamiText(offline, OPTIONS).split('\n')).toEqual([
    'offline (offline): this is what is known here',
    'who     corp:dev (Dev, dev@example.com)',
    'scopes  tools:call',
    'from    sign-in in the keyring (Memory)',
  ]);
});

test('a name that holds control characters forges nothing', () => {
  const principal = { id: 'a\nrole  admin', email: null, name: 'x\u001b[2J' };
  expect(whoamiText({ ...SIGNED_IN, principal }, OPTIONS)).not.toMatch(/[^\P{Cc}\n]|^role +admin$/mu);
});
