import { describe, expect, it } from 'vitest';
import {
  createKeyRequestSchema,
  editKeyRequestSchema,
  importKeyRequestSchema,
  keyParamsSchema,
  listKeysQuerySchema,
  resumeKeyRequestSchema,
  revokeKeyRequestSchema,
  rotateKeyRequestSchema,
  suspendKeyRequestSchema,
} from '../src/keys.ts';
import { jwksSchema, receiptClaimsSchema, receiptHeaderSchema } from '../src/receipt.ts';
import { identitySchema, validateAnswerSchema, validateRequestSchema } from '../src/validation.ts';
import {
  instantSchema,
  keyIdSchema,
  label,
  limitsSchema,
  metadataSchema,
  scopeSchema,
  scopesSchema,
} from '../src/vocabulary.ts';
import { cases } from './schema-cases.ts';

const scopes = (count: number) => Array.from({ length: count }, (_, at) => `scope:${at}`);
const facts = (count: number) => Object.fromEntries(scopes(count).map((name) => [name.replace(':', '.'), 1]));
const LIMITS = { requests: 1, window_seconds: 1, burst: 1 };
const OWNER = { id: 'owner-1' };
const KEY = { name: 'a', owner: OWNER };
const IMPORT = { ...KEY, shape: 'legacy', sha256: 'a'.repeat(64) };

cases('an instant', instantSchema, {
  good: ['2026-01-01T00:00:00Z', '2026-12-31T23:59:59.999Z', '2028-02-29T00:00:00Z'],
  bad: [
    '2026-01-01T00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00z',
    '2026-01-01 00:00:00Z',
    '2026-01-01T00:00:00+00:00',
    '2026-02-29T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01',
    1_767_225_600,
    '',
  ],
});

cases('the id of a key', keyIdSchema, {
  good: ['0000000000', 'azAZ09azAZ'],
  bad: ['', '000000000', '00000000000', '00000_0000', '000000000\n', 'ä000000000', 1_000_000_000],
});

cases('an install id', validateRequestSchema, {
  good: [{}, { install_id: 'a'.repeat(8) }, { install_id: 'A-_0'.repeat(16) }],
  bad: [
    { install_id: 'a'.repeat(7) },
    { install_id: 'a'.repeat(65) },
    { install_id: 'a b c d e' },
    { installId: 'a'.repeat(8) },
  ],
});

cases('a label', label(5), {
  good: ['a', 'abcde', '  abcde  ', '日本語', '😀😀', 'a\u00a0b'],
  bad: ['', '   ', 'abcdef', 'a\nb', 'a\u0000', 'a\u007f', 'a\u0085', 'a\ud800', '\udc00', 1, null],
});

cases('a scope', scopeSchema, {
  good: ['a', 'releases:read', 'a_b.c-d:e', 'a'.repeat(64)],
  bad: ['', 'A', '1a', ':a', 'a b', 'a'.repeat(65), 'a*'],
});

cases('a list of scopes', scopesSchema, { good: [[], scopes(50)], bad: [scopes(51), ['a', 'a'], 'a', null] });

cases('limits', limitsSchema, {
  good: [LIMITS, { requests: 1_000_000, window_seconds: 86_400, burst: 1_000_000 }],
  bad: [
    {},
    ...(['requests', 'window_seconds', 'burst'] as const).flatMap((name) => [
      { ...LIMITS, [name]: 0 },
      { ...LIMITS, [name]: 1_000_001 },
      { ...LIMITS, [name]: 1.5 },
      { ...LIMITS, [name]: '1' },
    ]),
    { ...LIMITS, window_seconds: 86_401 },
    { ...LIMITS, per: 1 },
  ],
});

cases('metadata', metadataSchema, {
  good: [
    {},
    { a: 'text', b: 1, c: true, d: null },
    { ['a'.repeat(64)]: 1 },
    { 'A-z_0.9': 1 },
    facts(50),
    { a: 'a'.repeat(4_096 - '{"a":""}'.length) },
  ],
  bad: [
    { '': 1 },
    { ['a'.repeat(65)]: 1 },
    { 'a b': 1 },
    { a: {} },
    { a: [] },
    facts(51),
    { a: 'a'.repeat(4_097 - '{"a":""}'.length) },
    [],
    null,
  ],
});

cases('the issue of a key', createKeyRequestSchema, {
  good: [
    KEY,
    { ...KEY, name: 'a'.repeat(100) },
    { ...KEY, owner: { id: 'a'.repeat(255), email: null, name: null } },
    { ...KEY, owner: { ...OWNER, email: 'dev@example.com', name: 'a'.repeat(255) } },
    { ...KEY, env: 'test', tier: 'pro', role: 'viewer', scopes: ['a'], limits: null, expires_at: null, metadata: {} },
  ],
  bad: [
    {},
    { name: 'a' },
    { owner: OWNER },
    { ...KEY, name: 'a'.repeat(101) },
    { ...KEY, owner: { id: 'a'.repeat(256) } },
    { ...KEY, owner: { ...OWNER, email: 'nobody' } },
    { ...KEY, owner: { ...OWNER, email: `${'a'.repeat(250)}@example.com` } },
    { ...KEY, owner: { ...OWNER, phone: '1' } },
    { ...KEY, env: 'prod' },
    { ...KEY, tier: 'admin' },
    { ...KEY, role: 'root' },
    { ...KEY, status: 'active' },
  ],
});

cases('the import of a key', importKeyRequestSchema, {
  good: [IMPORT, { ...IMPORT, shape: 'a'.repeat(40) }],
  bad: [
    { ...IMPORT, sha256: 'a'.repeat(63) },
    { ...IMPORT, sha256: 'a'.repeat(65) },
    { ...IMPORT, sha256: 'A'.repeat(64) },
    { ...IMPORT, sha256: 'g'.repeat(64) },
    { ...IMPORT, shape: '' },
    { ...IMPORT, shape: 'a'.repeat(41) },
    { ...IMPORT, env: 'live' },
    KEY,
  ],
});

cases('the edit of a key', editKeyRequestSchema, {
  good: [{ name: 'a' }, { limits: null }, { expires_at: null }, { metadata: {} }, { scopes: [] }],
  bad: [{}, { env: 'live' }, { status: 'active' }, { name: null }, { tier: null }],
});

cases('suspension', suspendKeyRequestSchema, {
  good: [{}, { reason: 'a'.repeat(500) }],
  bad: [{ reason: 'a'.repeat(501) }, { reason: '' }, { because: 'a' }],
});
cases('resumption', resumeKeyRequestSchema, { good: [{}], bad: [{ reason: 'a' }, null, []] });
cases('revocation', revokeKeyRequestSchema, {
  good: [{ reason: 'a' }, { reason: 'a'.repeat(500) }],
  bad: [{}, { reason: '' }, { reason: 'a'.repeat(501) }],
});
cases('rotation', rotateKeyRequestSchema, {
  good: [{}, { overlap_seconds: 0 }, { overlap_seconds: 2_592_000 }],
  bad: [{ overlap_seconds: -1 }, { overlap_seconds: 2_592_001 }, { overlap_seconds: 0.5 }, { overlap_seconds: '0' }],
});

cases('the query of a list', listKeysQuerySchema, {
  good: [
    {},
    { limit: '1' },
    { limit: '200' },
    { cursor: 'a'.repeat(512) },
    { status: 'expired', env: 'test', tier: 'free', role: 'user', owner: 'a', name: 'b' },
  ],
  bad: [
    { limit: '0' },
    { limit: '201' },
    { limit: '' },
    { limit: '1e2' },
    { limit: 1 },
    { cursor: '' },
    { cursor: 'a'.repeat(513) },
    { cursor: 'a=' },
    { owner: '' },
    { owner: 'a'.repeat(256) },
    { name: 'a'.repeat(101) },
    { status: 'deleted' },
    { page: '2' },
  ],
});

cases('the parameters of a path', keyParamsSchema, { good: [{ id: '0000000000' }], bad: [{}, { id: 'short' }] });

const HEADER = { alg: 'EdDSA', typ: 'wicketgate-receipt+jws', kid: 'a' };
cases('the header of a receipt', receiptHeaderSchema, {
  good: [HEADER, { ...HEADER, cty: 'ignored' }],
  bad: [
    { ...HEADER, alg: 'none' },
    { ...HEADER, alg: 'HS256' },
    { ...HEADER, typ: 'JWT' },
    { ...HEADER, crit: ['exp'] },
    { alg: HEADER.alg, typ: HEADER.typ },
  ],
});

const JWK = { kty: 'OKP', crv: 'Ed25519', x: 'a'.repeat(43), kid: 'a' };
cases('a set of public keys', jwksSchema, {
  good: [{ keys: [] }, { keys: [JWK] }, { keys: [{ ...JWK, alg: 'EdDSA', use: 'sig' }] }],
  bad: [
    {},
    { keys: [{ ...JWK, kty: 'EC' }] },
    { keys: [{ ...JWK, crv: 'X25519' }] },
    { keys: [{ ...JWK, x: 'a'.repeat(42) }] },
    { keys: [{ ...JWK, x: 'a'.repeat(44) }] },
    { keys: [{ ...JWK, x: `${'a'.repeat(42)}=` }] },
  ],
});

const IDENTITY = {
  key: { id: '0000000000', name: 'a', env: 'live' },
  session: null,
  principal: { id: 'owner-1', email: null, name: null },
  tier: 'free',
  role: 'user',
  scopes: [],
  limits: LIMITS,
  expires_at: null,
};
const CLAIMS = {
  iss: 'https://gateway.example.com',
  sub: 'owner-1',
  iat: 1,
  exp: 2,
  key_sha256: 'a',
  identity: IDENTITY,
};
cases('the claims of a receipt', receiptClaimsSchema, {
  good: [
    CLAIMS,
    { ...CLAIMS, install_id: 'a' },
    { ...CLAIMS, jti: 'ignored' },
    { ...CLAIMS, iat: 0, exp: 8_640_000_000_000 },
  ],
  bad: [
    { ...CLAIMS, iat: -1 },
    { ...CLAIMS, exp: 8_640_000_000_001 },
    { ...CLAIMS, exp: 1.5 },
    { ...CLAIMS, exp: '2' },
    { ...CLAIMS, identity: {} },
    { ...CLAIMS, key_sha256: undefined },
  ],
});

const ANSWER = { valid: true, ...IDENTITY, degraded: false, receipt: 'a', receipt_expires_at: '2026-01-01T00:00:00Z' };
cases('the answer to a validation', validateAnswerSchema, {
  good: [ANSWER, { ...ANSWER, from_the_future: 1 }],
  bad: [{ ...ANSWER, valid: false }, { valid: true }, { ...ANSWER, valid: 'true' }, { ...ANSWER, receipt: undefined }],
});

describe('answers', () => {
  it('lose members that this version does not know, also within', () => {
    const grown = {
      ...IDENTITY,
      more: 1,
      principal: { ...IDENTITY.principal, more: 1 },
      limits: { ...LIMITS, more: 1 },
    };
    expect(identitySchema.parse(grown)).toEqual(IDENTITY);
  });
});

describe('requests', () => {
  it('have their texts trimmed', () => {
    expect(createKeyRequestSchema.parse({ name: ' a ', owner: { id: ' b ' } })).toEqual({
      name: 'a',
      owner: { id: 'b' },
    });
  });
});
