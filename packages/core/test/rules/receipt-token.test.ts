import { RECEIPT_TYPE } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { parseReceipt } from '../../src/rules/receipt-token.ts';

const CLAIMS = {
  iss: 'https://gateway.example.com',
  sub: 'owner-1',
  iat: 1_767_225_600,
  exp: 1_767_229_200,
  key_sha256: 'digest',
  identity: {
    key: { id: '0123456789', name: 'a key', env: 'live' },
    session: null,
    principal: { id: 'owner-1', email: null, name: null },
    tier: 'free',
    role: 'user',
    scopes: [],
    limits: { requests: 1, window_seconds: 1, burst: 1 },
    expires_at: null,
  },
};
const HEADER = { alg: 'EdDSA', typ: RECEIPT_TYPE, kid: 'k' };
const SIGNATURE = Buffer.alloc(64).toString('base64url');
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: unknown, claims: unknown = CLAIMS, signature = SIGNATURE) =>
  `${part(header)}.${part(claims)}.${signature}`;

describe('parseReceipt', () => {
  it('takes a receipt apart, and ignores claims that it does not know', () => {
    const text = token(HEADER, { ...CLAIMS, from_the_future: 1 });
    expect(parseReceipt(text)).toMatchObject({ kid: 'k', claims: CLAIMS });
    expect(Buffer.from(parseReceipt(text)?.signed ?? []).toString()).toBe(text.slice(0, text.lastIndexOf('.')));
    expect(parseReceipt(text)?.signature).toHaveLength(64);
  });

  it.each<[string, string]>([
    ['the alg none', token({ ...HEADER, alg: 'none' })],
    ['the alg HS256', token({ ...HEADER, alg: 'HS256' })],
    ['no alg', token({ typ: RECEIPT_TYPE, kid: 'k' })],
    ['another typ', token({ ...HEADER, typ: 'JWT' })],
    ['no kid', token({ alg: 'EdDSA', typ: RECEIPT_TYPE })],
    ['critical extensions', token({ ...HEADER, crit: ['b64'], b64: false })],
    ['an empty list of critical extensions', token({ ...HEADER, crit: [] })],
    ['a header that is no object', token('EdDSA')],
    ['claims that are missing', token(HEADER, { ...CLAIMS, exp: undefined })],
    ['a time that is no number', token(HEADER, { ...CLAIMS, iat: '1767225600' })],
    ['a time that is a fraction', token(HEADER, { ...CLAIMS, exp: 1.5 })],
    ['an identity that is not whole', token(HEADER, { ...CLAIMS, identity: {} })],
    ['a signature of 63 bytes', token(HEADER, CLAIMS, Buffer.alloc(63).toString('base64url'))],
    ['no signature', token(HEADER, CLAIMS, '')],
    ['two parts', `${part(HEADER)}.${part(CLAIMS)}`],
    ['four parts', `${token(HEADER)}.x`],
    ['a part that is not base64url', `!${token(HEADER)}`],
    ['a part that is not UTF-8', `${Buffer.from([0xff]).toString('base64url')}.${part(CLAIMS)}.${SIGNATURE}`],
    ['more than 16,384 characters', token({ ...HEADER, pad: 'x'.repeat(12_000) })],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(parseReceipt(text)).toBeUndefined();
  });
});
