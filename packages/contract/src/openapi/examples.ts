import type { SchemaName } from './components.ts';

const KEY_ID = '4fJ9QmZ2xK';
const NEVER = { expires_at: null, suspended_at: null, suspended_reason: null };
const UNUSED = { last_used_at: null, last_used_ip: null, usage_count: 0 };
const OWNER = { id: 'owner-1', email: 'dev@example.com', name: null };
const LIMITS = { requests: 300, window_seconds: 60, burst: 300 };
const RIGHTS = { tier: 'pro', role: 'user', scopes: ['releases:read'] };

const KEY = {
  id: KEY_ID,
  kind: 'issued',
  hint: `wg_live_${KEY_ID}`,
  name: 'Build server',
  env: 'live',
  owner: OWNER,
  ...RIGHTS,
  limits: LIMITS,
  metadata: { team: 'tools' },
  status: 'active',
  created_at: '2026-11-02T09:30:00Z',
  created_by: 'bootstrap',
  ...NEVER,
  revoked_at: null,
  revoked_by: null,
  revoked_reason: null,
  rotated_from: null,
  rotated_to: null,
  ...UNUSED,
};

const SESSION_ID = '7Rk2vN0cQ4tYw1Xz';
const PUBLIC_URL = 'https://gateway.example.com';

const SESSION = {
  id: SESSION_ID,
  principal: OWNER,
  ...RIGHTS,
  client_id: 'wicketgate-cli',
  client_name: 'Wicketgate command',
  source: 'provider',
  source_id: 'company',
  status: 'active',
  created_at: '2026-11-02T09:30:00Z',
  created_ip: '192.0.2.1',
  refreshed_at: '2026-11-03T08:00:00Z',
  refreshed_ip: '192.0.2.1',
  expires_at: '2026-11-10T08:00:00Z',
  ends_at: '2026-12-02T09:30:00Z',
  checked_at: '2026-11-03T08:00:00Z',
  dpop: false,
  revoked_at: null,
  revoked_by: null,
  revoked_reason: null,
};

/** One example per schema where an example says more than the schema. Tests parse each with its schema. */
export const EXAMPLES: Readonly<Partial<Record<SchemaName, unknown>>> = {
  CreateKeyRequest: {
    name: 'Build server',
    owner: { id: 'owner-1', email: 'dev@example.com' },
    tier: 'pro',
    scopes: ['releases:read'],
  },
  // No well-formed code or token here or below, for the same reason as with keys.
  DeviceCodeAnswer: {
    device_code: 'wg_dc_…',
    user_code: 'BCDF-GHJK',
    verification_uri: `${PUBLIC_URL}/activate`,
    verification_uri_complete: `${PUBLIC_URL}/activate?user_code=BCDF-GHJK`,
    expires_in: 600,
    interval: 5,
  },
  DeviceCodeRequest: { client_id: 'wicketgate-cli', scope: 'releases:read' },
  EditKeyRequest: { tier: 'enterprise', expires_at: '2027-11-02T00:00:00Z' },
  ImportKeyRequest: {
    name: 'From the old system',
    owner: { id: 'owner-1' },
    shape: 'legacy',
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
  IntrospectionAnswer: { active: false },
  KeyAnswer: { key: KEY },
  KeyPage: { items: [KEY], next_cursor: null },
  // No well-formed key: secret scanners would report the document.
  KeyWithSecret: { key: KEY, api_key: `wg_live_${KEY_ID}…` },
  MeAnswer: {
    key: null,
    session: { id: SESSION_ID, client_id: 'wicketgate-cli', client_name: 'Wicketgate command' },
    principal: OWNER,
    ...RIGHTS,
    limits: LIMITS,
    expires_at: '2026-11-10T08:00:00Z',
    degraded: false,
  },
  OAuthError: { error: 'authorization_pending', error_description: 'Nobody has decided yet. Ask again in 5 s.' },
  Problem: {
    type: 'https://github.com/wicketgate/wicketgate/blob/main/docs/errors.md#key_revoked',
    title: 'The API key was revoked.',
    status: 401,
    detail: 'The API key was revoked. Ask the operator of this gateway for a new one.',
    code: 'key_revoked',
    request_id: '0c2f6b7e9d1a4c58',
  },
  RevokeKeyRequest: { reason: 'The laptop was lost.' },
  RevokeSessionRequest: { reason: 'The laptop was lost.' },
  RevokeSessionsAnswer: { revoked: 3 },
  RevokeSessionsRequest: { principal: 'owner-1', reason: 'Left the team.' },
  RotateKeyRequest: { overlap_seconds: 86_400 },
  SessionAnswer: { session: SESSION },
  SessionPage: { items: [SESSION], next_cursor: null },
  SuspendKeyRequest: { reason: 'On leave.' },
  TokenAnswer: {
    access_token: 'eyJ…',
    token_type: 'Bearer',
    expires_in: 1_800,
    refresh_token: 'wg_rt_…',
    scope: 'releases:read',
  },
  TokenRequest: {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    client_id: 'wicketgate-cli',
    device_code: 'wg_dc_…',
  },
  ValidateRequest: { install_id: 'c1b7f0d2-4a6e' },
};
