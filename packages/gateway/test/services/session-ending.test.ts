import { GRANT_TYPES } from '@wicketgate/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { Refused } from '../../src/domain/refusal.ts';
import { createOAuthHouse, errorOf, type OAuthHouse } from '../support/oauth-house.ts';
import { approval } from '../support/sign-in-records.ts';

const ADMIN = { id: 'key0000009', address: '192.0.2.9', requestId: 'request-9' };
const DAY = 24 * 60 * 60_000;
const KEY = `wg_live_${'a'.repeat(48)}`;

let house: OAuthHouse;
beforeEach(async () => {
  house = await createOAuthHouse();
});

async function reasonOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'none';
  } catch (error) {
    if (error instanceof Refused) return error.refusal.reason;
    throw error;
  }
}

describe('an administrator', () => {
  it('ends one sign-in, with a reason that holds no key, and no other', async () => {
    const [first, second] = [await house.signIn(), await house.signIn()];
    const { id } = first.session;
    const session = await house.sessions.revoke(id, `lost: ${KEY}`, ADMIN);
    const revoked = { revokedAt: house.clock.now(), revokedBy: ADMIN.id, revision: 2 };
    expect(session).toMatchObject(revoked);
    expect(await house.sessions.show(id)).toEqual(session);
    expect(session.revokedReason).toMatch(/^lost: /);
    expect(session.revokedReason).not.toContain(KEY);
    expect(JSON.stringify(await house.storage.listAudit(id, 9))).not.toContain(KEY);
    expect(await house.trail(id)).toEqual(['session.create', 'session.revoke']);
    expect(house.changed.at(-1)).toBe(id);
    expect(await errorOf(house.refresh(first.refreshToken))).toBe('invalid_grant');
    expect(await errorOf(house.refresh(second.refreshToken))).toBe('none');
  });

  it('is told when there is no such sign-in; one that was ended before stays as it was', async () => {
    expect(await reasonOf(house.sessions.revoke('session000000099', 'x', ADMIN))).toBe('no_such_session');
    expect(await reasonOf(house.sessions.show('session000000099'))).toBe('no_such_session');
    const { session } = await house.signIn();
    await house.sessions.revoke(session.id, 'x', ADMIN);
    expect(await house.sessions.revoke(session.id, 'y', ADMIN)).toMatchObject({ revokedReason: 'x', revision: 2 });
    expect(await house.trail(session.id)).toEqual(['session.create', 'session.revoke']);
  });

  it('ends a sign-in although it is being refreshed', async () => {
    const { session, refreshToken } = await house.signIn();
    const refreshes = Array.from({ length: 5 }, () => errorOf(house.refresh(refreshToken)));
    await Promise.all([house.sessions.revoke(session.id, 'now', ADMIN), ...refreshes]);
    expect((await house.sessions.show(session.id)).revokedBy).toBe(ADMIN.id);
    expect(await errorOf(house.refresh(refreshToken))).toBe('invalid_grant');
  });

  it("ends all of a person's sign-ins, then everybody's, and is told how many", async () => {
    const ada = [await house.signIn(), await house.signIn()];
    const bob = await house.signIn({ principal: { id: 'work:bob', email: null, name: null } });
    expect(await house.sessions.revokeAll({ principalId: 'work:ada' }, 'left', ADMIN)).toBe(2);
    for (const { refreshToken } of ada) expect(await errorOf(house.refresh(refreshToken))).toBe('invalid_grant');
    const next = await house.refresh(bob.refreshToken);
    expect(house.changed.at(-1)).not.toBe('all');
    expect(await house.sessions.revokeAll({ principalId: undefined }, 'emergency', ADMIN)).toBe(1);
    expect(house.changed.at(-1)).toBe('all');
    expect(await errorOf(house.refresh(next.refreshToken))).toBe('invalid_grant');
    expect(await house.sessions.revokeAll({ principalId: undefined }, 'again', ADMIN)).toBe(0);
  });

  it('takes back what was allowed and not come for yet, of a person and then of everybody', async () => {
    const allow = async (id: string) => {
      const principal = { id, email: null, name: null };
      const { deviceCode, grant } = await house.begin();
      const by = { id: 'anonymous', address: null, requestId: 'r' };
      await house.devices.approve(grant.id, approval({ principal }), { by, now: house.clock.now() });
      return { deviceCode, code: await house.code({ principal }) };
    };
    const outcomes = async ({ deviceCode, code }: { deviceCode: string; code: string }) => [
      await errorOf(house.exchange({ grantType: GRANT_TYPES.deviceCode, deviceCode })),
      await errorOf(house.redeem(code)),
    ];
    const [ada, bob, eve] = [await allow('work:ada'), await allow('work:bob'), await allow('work:eve')];
    const waiting = await house.begin();
    expect(await house.sessions.revokeAll({ principalId: 'work:ada' }, 'left', ADMIN)).toBe(0);
    expect(await outcomes(ada)).toEqual(['access_denied', 'invalid_grant']);
    expect(await outcomes(bob)).toEqual(['none', 'none']);
    expect(await house.sessions.revokeAll({ principalId: undefined }, 'emergency', ADMIN)).toBe(2);
    expect(await outcomes(eve)).toEqual(['access_denied', 'invalid_grant']);
    // A used code is still known to have been used, and whoever has not decided yet may.
    expect(await house.storage.findDeviceGrantById(waiting.grant.id)).toMatchObject({ status: 'pending' });
    expect(await errorOf(house.redeem(bob.code))).toBe('invalid_grant');
  });

  it('reads sign-ins in pages, newest first, by who, where and in which state', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 5; at++) {
      ids.unshift((await house.signIn()).session.id);
      house.clock.set(house.clock.now() + 1_000);
    }
    const first = await house.sessions.list({}, { limit: 3 });
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    const second = await house.sessions.list({}, { limit: 3, cursor: first.nextCursor ?? '' });
    expect(second).toMatchObject({ items: [{ id: ids[3] }, { id: ids[4] }], nextCursor: null });
    await house.sessions.revoke(ids[0] ?? '', 'x', ADMIN);
    const idsOf = async (filter: object) => (await house.sessions.list(filter, { limit: 9 })).items.map(({ id }) => id);
    expect(await idsOf({ status: 'revoked' })).toEqual([ids[0]]);
    expect(await idsOf({ principalId: 'work:bob' })).toEqual([]);
    expect(await idsOf({ clientId: 'wicketgate-cli', status: 'active' })).toEqual(ids.slice(1));
    house.clock.set(house.clock.now() + 7 * DAY);
    expect(await idsOf({ status: 'expired' })).toEqual(ids.slice(1));
    expect(await reasonOf(house.sessions.list({}, { limit: 3, cursor: 'nonsense' }))).toBe('invalid_fields');
  });
});

describe('whoever holds a token', () => {
  it('signs out by either of them, audited as their own act', async () => {
    for (const which of ['refreshToken', 'accessToken'] as const) {
      const tokens = await house.signIn();
      const { id } = tokens.session;
      const token = tokens[which] ?? '';
      await house.revocation.revoke({ token, clientId: 'wicketgate-cli' }, house.asking());
      expect(await house.sessions.show(id)).toMatchObject({ revokedBy: 'self', revokedReason: 'signed out' });
      expect(await house.storage.listAudit(id, 1)).toMatchObject([{ action: 'session.sign_out', actor: id }]);
      // Once more is as good as once.
      await house.revocation.revoke({ token, clientId: undefined }, house.asking());
      expect(await house.trail(id)).toHaveLength(2);
    }
  });

  it('signs out by a used refresh token as well', async () => {
    const first = await house.signIn();
    await house.refresh(first.refreshToken);
    await house.revocation.revoke({ token: first.refreshToken ?? '', clientId: undefined }, house.asking());
    expect((await house.sessions.show(first.session.id)).revokedBy).toBe('self');
  });

  it.each(['', 'nonsense', `wg_rt_${'0'.repeat(43)}`, `wg_live_${'0'.repeat(48)}`, 'eyJhbGciOiJub25lIn0.e30.'])(
    'changes nothing with %j',
    async (token) => {
      const { session } = await house.signIn();
      await house.revocation.revoke({ token, clientId: undefined }, house.asking());
      expect((await house.sessions.show(session.id)).revokedAt).toBeNull();
    },
  );

  it('changes nothing as another client, and is told so (RFC 7009 section 2.1)', async () => {
    const { session, accessToken, refreshToken = '' } = await house.signIn();
    for (const token of [accessToken, refreshToken]) {
      const signOut = house.revocation.revoke({ token, clientId: 'wicketgate-vscode' }, house.asking());
      expect(await errorOf(signOut)).toBe('invalid_grant');
    }
    expect((await house.sessions.show(session.id)).revokedAt).toBeNull();
  });
});
