import { endpoints } from '@wicketgate/contract';
import {
  listSessionsQuerySchema,
  revokeSessionRequestSchema,
  revokeSessionsRequestSchema,
  sessionParamsSchema,
  sessionSchema,
} from '../src/sessions.ts';
import { identitySchema } from '../src/validation.ts';
import { clientIdSchema } from '../src/vocabulary.ts';
import { cases } from './schema-cases.ts';

const ID = '7Rk2vN0cQ4tYw1Xz';
const NOW = '2026-11-02T09:30:00Z';
const SESSION = {
  ...{ id: ID, principal: { id: 'a', email: null, name: null }, tier: 'free', role: 'user', scopes: [] },
  ...{ client_id: 'wicketgate-cli', client_name: 'a', source: 'provider', source_id: 'a', status: 'active' },
  ...{ created_at: NOW, created_ip: null, refreshed_at: NOW, refreshed_ip: null, expires_at: NOW, ends_at: NOW },
  ...{ checked_at: NOW, dpop: false, revoked_at: null, revoked_by: null, revoked_reason: null },
};
const IDENTITY = {
  ...{ principal: SESSION.principal, tier: 'free', role: 'user', scopes: [], expires_at: null },
  limits: { requests: 1, window_seconds: 1, burst: 1 },
};
const KEY = { id: '0123456789', name: 'a', env: 'live' };
const SIGN_IN = { id: ID, client_id: 'wicketgate-cli', client_name: 'a' };

cases('the id of a sign-in', sessionParamsSchema, {
  good: [{ id: ID }, { id: '0'.repeat(16) }],
  bad: [{}, { id: '0'.repeat(15) }, { id: '0'.repeat(17) }, { id: '0'.repeat(15) + '_' }, { id: `${ID}\n` }],
});

cases('the id of an application', clientIdSchema, {
  good: ['a', '0', 'wicketgate-cli', 'a.b_c-1', 'a'.repeat(64)],
  bad: ['', 'A', '-a', '.a', 'a b', 'a'.repeat(65), 'a\n'],
});

cases('a sign-in', sessionSchema, {
  good: [
    SESSION,
    { ...SESSION, source: 'key', status: 'revoked', revoked_at: NOW, revoked_by: 'self', revoked_reason: 'a' },
    { ...SESSION, a_member: 'that is new' },
  ],
  bad: [
    ...Object.keys(SESSION).map((name) => ({ ...SESSION, [name]: undefined })),
    { ...SESSION, source: 'password' },
    { ...SESSION, status: 'suspended' },
    { ...SESSION, expires_at: null },
  ],
});

cases('the query for sign-ins', listSessionsQuerySchema, {
  good: [
    {},
    { limit: '1', cursor: 'a', status: 'expired', principal: 'a'.repeat(255), client: 'wicketgate-vscode' },
    { limit: '200' },
  ],
  bad: [
    { limit: '0' },
    { limit: '201' },
    { status: 'suspended' },
    { principal: '' },
    { principal: 'a'.repeat(256) },
    { client: 'A' },
    { owner: 'a' },
  ],
});

cases('the end of a sign-in', revokeSessionRequestSchema, {
  good: [{ reason: 'a' }, { reason: 'a'.repeat(500) }],
  bad: [{}, { reason: '' }, { reason: ' ' }, { reason: 'a'.repeat(501) }, { reason: 'a', all: true }],
});

cases('the end of many sign-ins', revokeSessionsRequestSchema, {
  good: [
    { principal: 'a', reason: 'a' },
    { all: true, reason: 'a' },
  ],
  bad: [
    { reason: 'a' },
    { principal: 'a' },
    { all: true },
    { all: false, reason: 'a' },
    { all: 'true', reason: 'a' },
    { all: true, principal: 'a', reason: 'a' },
    { principal: '', reason: 'a' },
    { id: ID, reason: 'a' },
  ],
});

cases('an identity', identitySchema, {
  good: [
    { ...IDENTITY, key: KEY, session: null },
    { ...IDENTITY, key: null, session: SIGN_IN },
  ],
  bad: [
    IDENTITY,
    { ...IDENTITY, key: KEY },
    { ...IDENTITY, session: SIGN_IN },
    { ...IDENTITY, key: null, session: ID },
  ],
});

cases('the answer about a sign-in', endpoints.sessions.show.answer, {
  good: [{ session: SESSION }],
  bad: [SESSION, { session: null }],
});
