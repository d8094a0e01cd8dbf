import type { Identity, InvalidVerdict, UnavailableVerdict, ValidVerdict } from '@wicketgate/core';
import type { GraceVerdict } from '../src/words/gate-event.ts';
import type {
  ActiveState,
  CheckingState,
  GateState,
  GateStatus,
  GraceState,
  InvalidState,
  NoKeyState,
  UnavailableState,
} from '../src/words/gate-state.ts';
import type { Translate } from '../src/words/notice.ts';

export const IDENTITY: Identity = {
  key: { id: 'AbCdEfGhIj', name: 'laptop', env: 'live' },
  session: null,
  principal: { id: 'p-1', email: 'dev@example.com', name: 'Dev' },
  tier: 'pro',
  role: 'user',
  scopes: ['tools:call'],
  limits: { requests: 300, windowSeconds: 60, burst: 30 },
  expiresAt: null,
};

export const NO_KEY: NoKeyState = { status: 'noKey', why: 'none' };
export const CHECKING: CheckingState = { status: 'checking' };
export const ACTIVE: ActiveState = {
  status: 'active',
  identity: IDENTITY,
  checkedAt: '2026-11-01T10:00:00.000Z',
  degraded: false,
};
export const GRACE: GraceState = {
  status: 'grace',
  identity: IDENTITY,
  checkedAt: '2026-11-01T10:00:00.000Z',
  until: '2026-11-04T10:00:00.000Z',
  because: 'offline',
};
export const INVALID: InvalidState = { status: 'invalid', reason: 'revoked', next: 'renew_key', code: 'key_revoked' };
export const UNAVAILABLE: UnavailableState = {
  status: 'unavailable',
  reason: 'timeout',
  next: 'retry_later',
  code: 'timeout',
};

/** One state of each status. */
export const STATES = {
  noKey: NO_KEY,
  checking: CHECKING,
  active: ACTIVE,
  grace: GRACE,
  invalid: INVALID,
  unavailable: UNAVAILABLE,
} as const satisfies { readonly [Status in GateStatus]: Extract<GateState, { readonly status: Status }> };

export const ACCEPTED: ValidVerdict = {
  status: 'valid',
  via: 'gateway',
  identity: { ...IDENTITY, tier: 'enterprise' },
  checkedAt: '2026-11-02T08:00:00.000Z',
  degraded: true,
};
export const IN_GRACE: GraceVerdict = {
  status: 'valid',
  via: 'receipt',
  identity: { ...IDENTITY, tier: 'free' },
  checkedAt: '2026-11-02T07:00:00.000Z',
  degraded: false,
  grace: { until: '2026-11-05T07:00:00.000Z', because: 'server' },
};
export const REFUSED: InvalidVerdict = {
  status: 'invalid',
  reason: 'suspended',
  code: 'key_suspended',
  message: 'The API key is suspended.',
  next: 'contact_operator',
  requestId: 'request-1',
};
export const UNREACHABLE: UnavailableVerdict = {
  status: 'unavailable',
  reason: 'throttled',
  code: 'too_many_requests',
  message: 'There were too many requests.',
  next: 'retry_later',
  retryAfterMs: 1_000,
  requestId: 'request-2',
};

/** Fills in the arguments as `vscode.l10n.t` does, in English. */
export const english: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(args[Number(index)] ?? placeholder));

/** Shows where a time was put into words. */
export const formatTime = (instant: string) => `<${instant}>`;
