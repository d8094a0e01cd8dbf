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

/** One example per schema where an example says more than the schema. Tests parse each with its schema. */
export const EXAMPLES: Readonly<Partial<Record<SchemaName, unknown>>> = {
  CreateKeyRequest: {
    name: 'Build server',
    owner: { id: 'owner-1', email: 'dev@example.com' },
    tier: 'pro',
    scopes: ['releases:read'],
  },
  EditKeyRequest: { tier: 'enterprise', expires_at: '2027-11-02T00:00:00Z' },
  ImportKeyRequest: {
    name: 'From the old system',
    owner: { id: 'owner-1' },
    shape: 'legacy',
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
  KeyAnswer: { key: KEY },
  KeyPage: { items: [KEY], next_cursor: null },
  // No well-formed key: secret scanners would report the document.
  KeyWithSecret: { key: KEY, api_key: `wg_live_${KEY_ID}…` },
  MeAnswer: {
    key: { id: KEY_ID, name: 'Build server', env: 'live' },
    principal: OWNER,
    ...RIGHTS,
    limits: LIMITS,
    expires_at: null,
    degraded: false,
  },
  Problem: {
    type: 'https://github.com/wicketgate/wicketgate/blob/main/docs/errors.md#key_revoked',
    title: 'The API key was revoked.',
    status: 401,
    detail: 'The API key was revoked. Ask the operator of this gateway for a new one.',
    code: 'key_revoked',
    request_id: '0c2f6b7e9d1a4c58',
  },
  RevokeKeyRequest: { reason: 'The laptop was lost.' },
  RotateKeyRequest: { overlap_seconds: 86_400 },
  SuspendKeyRequest: { reason: 'On leave.' },
  ValidateRequest: { install_id: 'c1b7f0d2-4a6e' },
};
