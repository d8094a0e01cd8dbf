import { describe, expect, it } from 'vitest';
import { tokenHolder } from '../../../src/rules/auth/token-holder.ts';
import { jwt } from '../../token-world.ts';

const anna = { iss: 'https://id.example.com', sub: 'anna', scope: 'read', org_id: 'one' };

describe('tokenHolder', () => {
  it('is the same for every token of one holder, whenever it was made and in whatever order it is written', () => {
    const first = tokenHolder(jwt({ ...anna, jti: '1', iat: 1, nbf: 1, exp: 2, sid: 'a', auth_time: 1 }));
    const second = tokenHolder(jwt({ exp: 9, uti: 'x', aio: 'y', rh: 'z', ...anna }, { signature: 'another' }));
    expect(first).toContain('anna');
    expect(second).toBe(first);
  });

  it.each([
    ['person', { sub: 'otto' }],
    ['issuer', { iss: 'https://other.example.com' }],
    ['scope', { scope: 'read write' }],
    ['tenant', { org_id: 'two' }],
    ['claim that nobody knows here', { groups: ['admins'] }],
  ])('is another for another %s', (_, other) => {
    expect(tokenHolder(jwt({ ...anna, ...other }))).not.toBe(tokenHolder(jwt(anna)));
  });

  it.each([
    ['a token that is no JWT', 'ghp_0123456789abcdefghijklmnopqrstuvwxyz'],
    ['one of two parts', jwt(anna).split('.').slice(0, 2).join('.')],
    ['one of four parts', `${jwt(anna)}.more`],
    ['one without a signature', jwt(anna, { signature: '' })],
    ['one that says that it is not signed', jwt(anna, { header: { alg: 'None' } })],
    ['one that does not say how it is signed', jwt(anna, { header: {} })],
    ['one of nobody', jwt({ iss: anna.iss })],
    ['one without an issuer', jwt({ sub: 'anna' })],
    ['one whose subject is no name', jwt({ ...anna, sub: 7 })],
    ['one whose claims are a list', jwt([anna])],
    ['one whose claims are no JSON', `${jwt(anna).split('.')[0] ?? ''}.bm90IGpzb24.sig`],
    ['one whose claims are nested without end', jwt({ ...anna, deep: deepList() })],
    ['one whose claims are no UTF-8', withClaims(Buffer.from('{"iss":"a","sub":"\xff"}', 'latin1'))],
    [
      'one with a number that is read as another',
      withClaims(Buffer.from('{"iss":"a","sub":"b","org":9007199254740993}')),
    ],
    ['nothing', ''],
  ])('is not told by %s', (_, token) => {
    expect(tokenHolder(token)).toBeUndefined();
  });

  it('reads tokens of 16,384 characters, and no longer ones', () => {
    const padded = (length: number) => {
      const bare = jwt(anna, { signature: '' });
      return bare + 's'.repeat(length - bare.length);
    };
    expect(tokenHolder(padded(16_384))).toBe(tokenHolder(jwt(anna)));
    expect(tokenHolder(padded(16_385))).toBeUndefined();
  });
});

function withClaims(claims: Buffer): string {
  return `${jwt(anna).split('.')[0] ?? ''}.${claims.toString('base64url')}.sig`;
}

function deepList(): unknown {
  return JSON.parse('['.repeat(200) + ']'.repeat(200)) as unknown;
}
