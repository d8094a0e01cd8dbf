import { describe, expect, it } from 'vitest';
import type { SessionRecord } from '../../../src/domain/session-record.ts';
import type { MassRevocation, SessionFilter } from '../../../src/ports/sign-in-store.ts';
import { auditEntry, digestOf, NEW_YEAR } from '../../support/records.ts';
import { sessionIdOf, sessionRecord } from '../../support/session-records.ts';
import {
  approval,
  authorizationCode,
  codeEntry,
  DAY,
  deviceGrant,
  grantIdOf,
  opening,
  refreshToken,
  revocation,
} from '../../support/sign-in-records.ts';
import type { SignInHouse } from '../sign-in-contract.ts';

const page = { limit: 50, now: NEW_YEAR + DAY };
const revoked = { revokedAt: NEW_YEAR + 1, revokedBy: 'key0000001', revokedReason: 'lost' };

export function sessionContract(house: SignInHouse): void {
  const open = async (members: Partial<SessionRecord> = {}) => {
    const session = sessionRecord(members);
    expect(await house.storage.openSession(opening({ session }))).toBe('done');
    return session;
  };
  const idsOf = async (filter: SessionFilter) =>
    (await house.storage.listSessions(filter, page)).map(({ id }) => id).sort();

  describe('sessions', () => {
    it('come back as they were put in, with every member', async () => {
      const plain = await open();
      const full = await open({
        id: sessionIdOf(2),
        principal: { id: 'owner', email: null, name: null },
        tier: 'enterprise',
        role: 'admin',
        scopes: [],
        limits: { requests: 1, windowSeconds: 2, burst: 3 },
        source: { kind: 'key', id: 'key0000001' },
        requestedScopes: ['mcp'],
        dpopJkt: 'thumbprint',
        upstreamSealed: 'wge1.sealed',
        checkedAt: NEW_YEAR + 1,
        createdIp: null,
        refreshedAt: NEW_YEAR + 2,
        refreshedIp: null,
        ...revoked,
        revision: 9,
      });
      const source = { kind: 'federation', id: 'ci', subject: `repo:"o'r"` } as const;
      const federated = await open({ id: sessionIdOf(3), source });
      for (const session of [plain, full, federated]) {
        expect(await house.storage.findSession(session.id)).toEqual(session);
      }
      expect(await house.storage.findSession(sessionIdOf(9))).toBeUndefined();
    });

    it('are opened with their token and audit entry', async () => {
      const entry = auditEntry({ action: 'session.create', targetId: sessionIdOf(1), actor: sessionIdOf(1) });
      expect(await house.storage.openSession(opening({ audit: entry }))).toBe('done');
      expect(await house.storage.findRefreshToken([digestOf(99), digestOf(1)])).toEqual(refreshToken());
      expect(await house.storage.listAudit(sessionIdOf(1), 10)).toEqual([entry]);
    });

    it('may have no token', async () => {
      expect(await house.storage.openSession(opening({ refresh: undefined }))).toBe('done');
      expect(await house.storage.findRefreshToken([digestOf(1)])).toBeUndefined();
      expect(await house.storage.findRefreshToken([])).toBeUndefined();
    });

    it('conflict when their id or token is taken, and leave nothing', async () => {
      await house.storage.openSession(opening());
      expect(await house.storage.openSession(opening({ refresh: undefined }))).toBe('conflict');
      const session = sessionRecord({ id: sessionIdOf(2) });
      const refresh = refreshToken({ sessionId: session.id });
      expect(await house.storage.openSession(opening({ session, refresh }))).toBe('conflict');
      expect(await house.storage.findSession(session.id)).toBeUndefined();
      expect(await house.storage.listAudit(session.id, 10)).toEqual([]);
    });

    it('refuse an audit entry whose target is something else', async () => {
      await expect(house.storage.openSession(opening({ audit: auditEntry() }))).rejects.toThrow(TypeError);
      await open();
      await expect(house.storage.updateSession(revocation({ audit: auditEntry() }))).rejects.toThrow(TypeError);
    });

    it.each<[string, Partial<SessionRecord>]>([
      ['a revocation without its reason', { ...revoked, revokedReason: null }],
      ['an end before the next one', { expiresAt: NEW_YEAR + 31 * DAY }],
      ['a role that is none', { role: 'root' as 'user' }],
      ['a limit of nothing', { limits: { requests: 0, windowSeconds: 1, burst: 1 } }],
    ])('refuse %s as a fault', async (_, members) => {
      const session = sessionRecord(members);
      await expect(house.storage.openSession(opening({ session }))).rejects.toMatchObject({ code: 'failed' });
    });
  });

  describe('changes of a session', () => {
    it('touch only what they name, and leave their entry', async () => {
      const session = await open({ upstreamSealed: 'sealed', limits: { requests: 1, windowSeconds: 1, burst: 1 } });
      const change = {
        principal: { id: 'corp:dev', email: 'new@example.com', name: null },
        tier: 'free',
        role: 'viewer',
        scopes: [],
        limits: null,
        upstreamSealed: null,
        checkedAt: NEW_YEAR + 1,
        refreshedAt: NEW_YEAR + 2,
        refreshedIp: null,
        expiresAt: NEW_YEAR + DAY,
        endsAt: NEW_YEAR + 2 * DAY,
        ...revoked,
      } as const;
      expect(await house.storage.updateSession(revocation({ change }))).toBe('done');
      expect(await house.storage.findSession(session.id)).toEqual({ ...session, ...change, revision: 2 });
      const trail = await house.storage.listAudit(session.id, 10);
      expect(trail.map(({ action }) => action)).toEqual(['session.revoke', 'session.create']);
    });

    it.each([2, 9])('write nothing for revision %i when it is 1', async (revision) => {
      const session = await open();
      expect(await house.storage.updateSession(revocation({ revision }))).toBe('conflict');
      expect(await house.storage.findSession(session.id)).toEqual(session);
      expect(await house.storage.listAudit(session.id, 10)).toHaveLength(1);
    });

    it('write nothing for a late revision also when the trail was pruned, nor for nobody', async () => {
      await open();
      await house.storage.updateSession(revocation({ change: { tier: 'free' } }));
      await house.database.db.deleteFrom('audit_log').execute();
      expect(await house.storage.updateSession(revocation())).toBe('conflict');
      expect(await house.storage.updateSession(revocation({ id: sessionIdOf(9) }))).toBe('conflict');
      expect(await house.storage.findSession(sessionIdOf(1))).toMatchObject({ revokedAt: null, revision: 2 });
    });

    it('of many at once on one revision exactly one is done', async () => {
      await open();
      const results = await Promise.all(Array.from({ length: 20 }, () => house.storage.updateSession(revocation())));
      expect(results.filter((result) => result === 'done')).toHaveLength(1);
      expect(await house.storage.findSession(sessionIdOf(1))).toMatchObject({ revision: 2 });
      expect(await house.storage.listAudit(sessionIdOf(1), 50)).toHaveLength(2);
    });
  });

  describe('revocations of many', () => {
    const revokeAll = (members: Partial<MassRevocation> = {}) =>
      house.storage.revokeSessions({
        ...{ principalId: undefined, at: page.now, by: 'key0000001', reason: 'emergency' },
        audit: auditEntry({ action: 'session.revoke_all', targetId: 'sessions' }),
        ...members,
      });

    it('end the active and expired sessions of one principal, or of everybody, and say how many', async () => {
      const other = { id: 'corp:other', email: null, name: null };
      await open({ id: sessionIdOf(1) });
      await open({ id: sessionIdOf(2), expiresAt: NEW_YEAR });
      const before = await open({ id: sessionIdOf(3), ...revoked });
      await open({ id: sessionIdOf(4), principal: other });
      expect(await revokeAll({ principalId: sessionRecord().principal.id })).toBe(2);
      expect(await idsOf({ status: 'revoked' })).toEqual([1, 2, 3].map(sessionIdOf));
      expect(await house.storage.findSession(sessionIdOf(1))).toMatchObject({
        revokedAt: page.now,
        revokedBy: 'key0000001',
        revokedReason: 'emergency',
        revision: 2,
      });
      expect(await house.storage.findSession(before.id)).toEqual(before);
      expect(await revokeAll()).toBe(1);
      expect(await revokeAll()).toBe(0);
    });

    it('take back the approvals of that principal, or of everybody, that opened no session yet', async () => {
      const mine = approval();
      const theirs = approval({ principal: { id: 'corp:other', email: null, name: null } });
      const grants = [mine, theirs, null].map((allowed, at) =>
        deviceGrant({
          id: grantIdOf(at),
          deviceDigest: digestOf(50 + at),
          userDigest: digestOf(60 + at),
          ...(allowed && { status: 'approved', approval: allowed }),
        }),
      );
      for (const grant of grants) await house.storage.insertDeviceGrant(grant);
      const used = authorizationCode({ digest: digestOf(70), sessionId: sessionIdOf(9) });
      const ready = [mine, theirs].map((allowed, at) =>
        authorizationCode({ digest: digestOf(71 + at), approval: allowed }),
      );
      for (const code of [used, ...ready]) await house.storage.insertCode(code, codeEntry());
      const left = async () => ({
        grants: await Promise.all(
          grants.map(async ({ id }) => (await house.storage.findDeviceGrantById(id))?.status ?? 'gone'),
        ),
        codes: await Promise.all(
          [used, ...ready].map(async ({ digest }) => (await house.storage.findCode([digest])) !== undefined),
        ),
      });
      await revokeAll({ principalId: mine.principal.id });
      expect(await left()).toEqual({ grants: ['denied', 'approved', 'pending'], codes: [true, false, true] });
      await revokeAll();
      expect(await left()).toEqual({ grants: ['denied', 'denied', 'pending'], codes: [true, false, false] });
      expect(await house.storage.findDeviceGrantById(grantIdOf(0))).toMatchObject({ approval: null, revision: 2 });
      const late = opening({ consumed: { kind: 'device', id: grantIdOf(1), revision: 1 } });
      expect(await house.storage.openSession(late)).toBe('conflict');
    });

    it('leave an entry each, also of one target', async () => {
      for (const action of ['first', 'second', 'third']) {
        await revokeAll({ audit: auditEntry({ action, targetId: 'sessions' }) });
      }
      const trail = await house.storage.listAudit('sessions', 10);
      expect(trail.map(({ action }) => action)).toEqual(['third', 'second', 'first']);
    });

    it('refuse whatever was read before them', async () => {
      await open();
      await revokeAll();
      expect(await house.storage.updateSession(revocation({ change: { tier: 'free' } }))).toBe('conflict');
    });
  });

  describe('lists of sessions', () => {
    it('give every session once, newest first, then by id, through pages of any size', async () => {
      for (let at = 1; at <= 20; at++) {
        // Three of each instant: the order must not depend on the instant alone.
        await open({ id: sessionIdOf(at), createdAt: NEW_YEAR + Math.floor(at / 3) });
      }
      const all = (await house.storage.listSessions({}, page)).map(({ id }) => id);
      expect(all.slice(0, 6)).toEqual([18, 19, 20, 15, 16, 17].map(sessionIdOf));
      for (const limit of [1, 3, 7, 20]) {
        const seen: string[] = [];
        for (let pages = 0; pages < 30; pages++) {
          const last = await house.storage.findSession(seen.at(-1) ?? '');
          const found = await house.storage.listSessions({}, { ...page, limit, after: last });
          seen.push(...found.map(({ id }) => id));
          if (found.length < limit) break;
        }
        expect(seen).toEqual(all);
      }
    });

    it('can be filtered by principal, application and state, and by several at once', async () => {
      await open({ id: sessionIdOf(1), expiresAt: page.now + 1 });
      await open({ id: sessionIdOf(2), expiresAt: page.now });
      await open({ id: sessionIdOf(3), ...revoked });
      await open({ id: sessionIdOf(4), expiresAt: page.now, ...revoked, clientId: 'wicketgate-vscode' });
      await open({ id: sessionIdOf(5), principal: { id: 'corp:other', email: null, name: null } });
      expect(await idsOf({ status: 'active' })).toEqual([1, 5].map(sessionIdOf));
      expect(await idsOf({ status: 'expired' })).toEqual([sessionIdOf(2)]);
      expect(await idsOf({ status: 'revoked' })).toEqual([3, 4].map(sessionIdOf));
      expect(await idsOf({ principalId: 'corp:other' })).toEqual([sessionIdOf(5)]);
      expect(await idsOf({ principalId: 'corp' })).toEqual([]);
      expect(await idsOf({ clientId: 'wicketgate-vscode' })).toEqual([sessionIdOf(4)]);
      expect(await idsOf({ clientId: 'wicketgate-vscode', status: 'active' })).toEqual([]);
      expect(await idsOf({ status: undefined, principalId: undefined })).toHaveLength(5);
    });
  });
}
