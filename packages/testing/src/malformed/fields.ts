import { MAX_OVERLAP_SECONDS } from '@wicketgate/contract';
import { jsonRow, row, JSON_WITH_KEY } from './row.ts';

const OWNER = { id: 'owner-1' };
const KEY = { name: 'a key', owner: OWNER };
const SHA256 = 'ab'.repeat(32);
const ON_KEY = '/admin/api/keys/0000000000';

const validate = (json: unknown) => ({ line: 'POST /api/v1/auth/validate', json });
const create = (change: object) => ({ line: 'POST /admin/api/keys', json: { ...KEY, ...change } });
const importing = (change: object) => ({
  line: 'POST /admin/api/keys/import',
  json: { ...KEY, shape: 'unregistered', sha256: SHA256, ...change },
});
const endAll = (json: object) => ({ line: 'POST /admin/api/sessions/revoke', json });
const rotate = (overlap: unknown) => ({ line: `POST ${ON_KEY}/rotate`, json: { overlap_seconds: overlap } });
const manyScopes = Array.from({ length: 51 }, (_, at) => `scope:${at}`);
const manyFacts = Object.fromEntries(manyScopes.map((name) => [name.replace(':', '.'), 1]));

/** Bodies that are JSON objects with members that are wrong, missing or not known. */
export const malformedFields = [
  jsonRow('an install id that is too short', 'invalid_field', validate({ install_id: 'short' })),
  jsonRow('an install id that is too long', 'invalid_field', validate({ install_id: 'a'.repeat(65) })),
  jsonRow('an install id that is a number', 'invalid_field', validate({ install_id: 12_345_678 })),
  jsonRow('an install id that is null', 'invalid_field', validate({ install_id: null })),
  jsonRow('a member that is not known', 'unknown_field', validate({ api_key: 'wg_live_0' })),
  jsonRow('a member in camelCase', 'unknown_field', validate({ installId: 'abcdefgh' })),
  jsonRow('a member named __proto__', 'unknown_field', validate('{"__proto__":{"valid":true}}')),
  jsonRow('a member named constructor', 'unknown_field', validate('{"constructor":{"prototype":{}}}')),

  row('no body where members are wanted', 'invalid_field', { line: 'POST /admin/api/keys', headers: JSON_WITH_KEY }),
  jsonRow('a key without an owner', 'invalid_field', create({ owner: undefined })),
  jsonRow('an owner without an id', 'invalid_field', create({ owner: {} })),
  jsonRow('an owner with a member that is not known', 'unknown_field', create({ owner: { ...OWNER, admin: true } })),
  jsonRow('an address that is no e-mail address', 'invalid_field', create({ owner: { ...OWNER, email: 'nobody' } })),
  jsonRow('an empty name', 'invalid_field', create({ name: '' })),
  jsonRow('a name of blanks', 'invalid_field', create({ name: '   ' })),
  jsonRow('a name that is too long', 'invalid_field', create({ name: 'a'.repeat(101) })),
  jsonRow('a name with a line break', 'invalid_field', create({ name: 'a\nb' })),
  jsonRow('a name with half a surrogate pair', 'invalid_field', create({ name: 'a\ud800' })),
  jsonRow('a name that is an object', 'invalid_field', create({ name: { $ne: null } })),
  jsonRow('an environment that does not exist', 'invalid_field', create({ env: 'prod' })),
  jsonRow('an environment that is not accepted', 'invalid_field', create({ env: 'test' })),
  jsonRow('a tier that is a role', 'invalid_field', create({ tier: 'admin' })),
  jsonRow('a role that does not exist', 'invalid_field', create({ role: 'root' })),
  jsonRow('scopes that are a text', 'invalid_field', create({ scopes: 'releases:read' })),
  jsonRow('a scope in capitals', 'invalid_field', create({ scopes: ['Releases:Read'] })),
  jsonRow('a scope that is named twice', 'invalid_field', create({ scopes: ['a', 'a'] })),
  jsonRow('too many scopes', 'invalid_field', create({ scopes: manyScopes })),
  jsonRow('limits without a window', 'invalid_field', create({ limits: { requests: 1, burst: 1 } })),
  jsonRow('a limit of no requests', 'invalid_field', create({ limits: { requests: 0, window_seconds: 1, burst: 1 } })),
  jsonRow(
    'a window of half a second',
    'invalid_field',
    create({ limits: { requests: 1, window_seconds: 0.5, burst: 1 } }),
  ),
  jsonRow(
    'a burst that is too large',
    'invalid_field',
    create({ limits: { requests: 1, window_seconds: 1, burst: 1e6 + 1 } }),
  ),
  jsonRow('an end that is no instant', 'invalid_field', create({ expires_at: 'tomorrow' })),
  jsonRow('an end with an offset', 'invalid_field', create({ expires_at: '2999-01-01T00:00:00+01:00' })),
  jsonRow('an end on a day that does not exist', 'invalid_field', create({ expires_at: '2999-02-30T00:00:00Z' })),
  jsonRow('an end that is a number', 'invalid_field', create({ expires_at: 32_472_144_000 })),
  jsonRow('an end in the past', 'invalid_field', create({ expires_at: '2001-01-01T00:00:00Z' })),
  jsonRow('metadata within metadata', 'invalid_field', create({ metadata: { a: { b: 1 } } })),
  jsonRow('metadata with a name that is too long', 'invalid_field', create({ metadata: { ['a'.repeat(65)]: 1 } })),
  jsonRow('too much metadata', 'invalid_field', create({ metadata: manyFacts })),
  jsonRow('metadata that is too long', 'invalid_field', create({ metadata: { a: 'a'.repeat(4096) } })),
  jsonRow('metadata named __proto__', 'unknown_field', {
    line: 'POST /admin/api/keys',
    json: '{"name":"a key","owner":{"id":"owner-1"},"metadata":{"__proto__":1}}',
  }),
  jsonRow('an id of the caller\u2019s choice', 'unknown_field', create({ id: '0000000000' })),

  jsonRow('a hash in capitals', 'invalid_field', importing({ sha256: SHA256.toUpperCase() })),
  jsonRow('a hash that is too short', 'invalid_field', importing({ sha256: SHA256.slice(1) })),
  jsonRow('a key in the clear instead of its hash', 'unknown_field', importing({ key: 'legacy-1' })),
  jsonRow('a shape that is not registered', 'invalid_field', importing({})),

  jsonRow('an edit of nothing', 'invalid_field', { line: `PATCH ${ON_KEY}`, json: {} }),
  jsonRow('an edit of what stays for good', 'unknown_field', { line: `PATCH ${ON_KEY}`, json: { env: 'live' } }),
  jsonRow('an edit of the state', 'unknown_field', { line: `PATCH ${ON_KEY}`, json: { status: 'active' } }),
  jsonRow('a revocation without a reason', 'invalid_field', { line: `POST ${ON_KEY}/revoke`, json: {} }),
  jsonRow('a suspension with a reason that is too long', 'invalid_field', {
    line: `POST ${ON_KEY}/suspend`,
    json: { reason: 'a'.repeat(501) },
  }),
  jsonRow('a resumption with a reason', 'unknown_field', { line: `POST ${ON_KEY}/resume`, json: { reason: 'a' } }),
  jsonRow('an overlap below zero', 'invalid_field', rotate(-1)),
  jsonRow('an overlap over the most', 'invalid_field', rotate(MAX_OVERLAP_SECONDS + 1)),
  jsonRow('an overlap that is a text', 'invalid_field', rotate('60')),
  jsonRow('an overlap beyond all numbers', 'invalid_field', {
    line: `POST ${ON_KEY}/rotate`,
    json: '{"overlap_seconds":1e999}',
  }),
  jsonRow('the end of a sign-in without a reason', 'invalid_field', {
    line: 'POST /admin/api/sessions/0000000000000000/revoke',
    json: {},
  }),
  jsonRow('the end of sign-ins of nobody', 'invalid_field', endAll({ reason: 'a' })),
  jsonRow(
    'the end of all sign-ins, and of one person',
    'invalid_field',
    endAll({ all: true, principal: 'a', reason: 'a' }),
  ),
  jsonRow('the end of all sign-ins that is not true', 'invalid_field', endAll({ all: false, reason: 'a' })),
  jsonRow('the end of all sign-ins as a text', 'invalid_field', endAll({ all: 'true', reason: 'a' })),
  jsonRow(
    'the end of sign-ins by a member that is not known',
    'unknown_field',
    endAll({ all: true, reason: 'a', role: 'a' }),
  ),
  jsonRow('a change of a key that does not exist', 'not_found', { line: `PATCH ${ON_KEY}`, json: { name: 'b' } }),
];
