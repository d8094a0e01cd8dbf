import type { Identity } from '@wicketgate/core';
import type { GateState } from '@wicketgate/vscode-kit';

export const identity: Identity = {
  key: { id: 'aB3dE6gH9j', name: 'Laptop', env: 'live' },
  session: null,
  principal: { id: 'user-1', email: 'dev@example.com', name: 'Dev' },
  tier: 'pro',
  role: 'user',
  scopes: ['tools:call', 'releases:read'],
  limits: { requests: 300, windowSeconds: 60, burst: 50 },
  expiresAt: '2027-01-31T00:00:00.000Z',
};

export const active: Extract<GateState, { status: 'active' }> = {
  status: 'active',
  identity,
  checkedAt: '2026-11-21T12:00:00.000Z',
  degraded: false,
};

export const grace: Extract<GateState, { status: 'grace' }> = {
  status: 'grace',
  identity,
  checkedAt: '2026-11-21T12:00:00.000Z',
  until: '2026-11-24T12:00:00.000Z',
  because: 'offline',
};

export const shut: readonly GateState[] = [
  { status: 'noKey', why: 'none' },
  { status: 'checking' },
  { status: 'invalid', reason: 'revoked', next: 'renew_key', code: 'key_revoked' },
  { status: 'unavailable', reason: 'offline', next: 'check_network', code: 'offline' },
];
