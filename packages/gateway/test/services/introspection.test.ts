import { introspectionAnswerSchema, type Role } from '@wicketgate/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/domain/caller.ts';
import { createOAuthHouse, ISSUER, type OAuthHouse } from '../support/oauth-house.ts';
import { auditEntry, keyRecord, NEW_YEAR } from '../support/records.ts';

const SECOND = 1_000;
const INACTIVE = { active: false };

let house: OAuthHouse;
beforeEach(async () => {
  house = await createOAuthHouse();
});

function caller(role: Role, owner: string): Caller {
  const record = keyRecord({ role, owner: { id: owner, email: null, name: null } });
  return { kind: 'key', record, sha256: 'a'.repeat(43), degraded: false };
}
const ADMIN = caller('admin', 'operator');
const introspect = (token = '', by = ADMIN) => house.introspection.introspect(token, by, house.clock.now());

describe('introspection', () => {
  it('tells all about an access token', async () => {
    const { accessToken, session } = await house.signIn({ scopes: ['a', 'b'] });
    expect(await introspect(accessToken)).toEqual({
      ...{ active: true, client_id: 'wicketgate-cli', sub: 'work:ada', username: 'Ada', aud: ISSUER, iss: ISSUER },
      ...{ sid: session.id, scope: 'a b', token_type: 'Bearer', jti: expect.any(String) as string },
      ...{ iat: NEW_YEAR / SECOND, exp: NEW_YEAR / SECOND + 1_800 },
    });
  });

  it('names the key that a token is bound to (RFC 9449 section 6.2)', async () => {
    const { accessToken, refreshToken } = await house.signIn({}, { jkt: 'thumbprint' });
    expect(await introspect(accessToken)).toMatchObject({ token_type: 'DPoP', cnf: { jkt: 'thumbprint' } });
    const told = await introspect(refreshToken);
    expect(told).toMatchObject({ active: true, cnf: { jkt: 'thumbprint' } });
    expect(introspectionAnswerSchema.parse(told)).toEqual(told);
  });

  it('tells of the newest refresh token of a session alone', async () => {
    const first = await house.signIn();
    const second = await house.refresh(first.refreshToken);
    expect(await introspect(first.refreshToken)).toEqual(INACTIVE);
    expect(await introspect(second.refreshToken)).toMatchObject({
      active: true,
      exp: NEW_YEAR / SECOND + 7 * 24 * 60 * 60,
    });
  });

  it('answers people about their own tokens, viewers and administrators about any', async () => {
    const { accessToken, refreshToken } = await house.signIn();
    for (const token of [accessToken, refreshToken]) {
      for (const by of [caller('user', 'work:ada'), caller('viewer', 'x'), ADMIN]) {
        expect(await introspect(token, by)).toMatchObject({ active: true });
      }
      expect(await introspect(token, caller('user', 'work:bob'))).toEqual(INACTIVE);
    }
  });

  it('knows a token to be worth nothing as soon as it is', async () => {
    const tokens = await house.signIn();
    house.clock.set(NEW_YEAR + 1_800 * SECOND);
    expect(await introspect(tokens.accessToken)).toEqual(INACTIVE);
    const renewed = await house.refresh(tokens.refreshToken);
    expect(await introspect(renewed.accessToken)).toMatchObject({ active: true });
    await house.sessions.revoke(tokens.session.id, 'x', { id: 'key0000009', address: null, requestId: 'r' });
    for (const token of [renewed.accessToken, renewed.refreshToken]) expect(await introspect(token)).toEqual(INACTIVE);
  });

  it('knows the tokens of a sign-in by API key to be worth what the key is (section 2.2)', async () => {
    const key = keyRecord({ scopes: ['a'], owner: { id: 'work:ada', email: null, name: null } });
    await house.storage.act({ insert: key, audit: [auditEntry({ targetId: key.id })] });
    const tokens = await house.signIn({ source: { kind: 'key', id: key.id }, scopes: ['a', 'b'] });
    expect(await introspect(tokens.refreshToken)).toMatchObject({ active: true, scope: 'a' });
    await house.storage.act({
      update: { id: key.id, revision: 1, change: { status: 'suspended', suspendedAt: NEW_YEAR } },
      audit: [auditEntry({ action: 'key.suspend', targetId: key.id })],
    });
    expect(await introspect(tokens.refreshToken)).toEqual(INACTIVE);
  });

  it.each(['', 'nonsense', `wg_live_${'0'.repeat(48)}`, `wg_dc_${'0'.repeat(43)}`, 'eyJhbGciOiJub25lIn0.e30.'])(
    'answers the same to %j, which is no token',
    async (token) => {
      expect(await introspect(token)).toEqual(INACTIVE);
    },
  );
});
