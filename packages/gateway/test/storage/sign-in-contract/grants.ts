import { describe, expect, it } from 'vitest';
import type { DeviceGrant, SessionOpening } from '../../../src/ports/sign-in-store.ts';
import { auditEntry, digestOf, NEW_YEAR } from '../../support/records.ts';
import { sessionIdOf, sessionRecord } from '../../support/session-records.ts';
import {
  approval,
  authorizationCode,
  codeEntry,
  deviceGrant,
  grantIdOf,
  opening,
} from '../../support/sign-in-records.ts';
import type { SignInHouse } from '../sign-in-contract.ts';

const approved = { status: 'approved', approval: approval() } as const;
const first = { id: grantIdOf(1), revision: 1 };

/** Openings of as many sessions with one and the same thing. */
const openings = (count: number, consumed: SessionOpening['consumed']) =>
  Array.from({ length: count }, (_, at) => opening({ session: sessionRecord({ id: sessionIdOf(at) }), consumed }));

export function grantContract(house: SignInHouse): void {
  describe('device grants', () => {
    it('come back as they were put in, by either code under any digest and by id', async () => {
      const plain = deviceGrant();
      const full = deviceGrant({
        id: grantIdOf(2),
        deviceDigest: digestOf(13),
        userDigest: digestOf(14),
        requestedScopes: ['mcp', 'releases:read'],
        dpopJkt: 'thumbprint',
        askerIp: null,
        interval: 10,
        polledAt: NEW_YEAR + 1,
        failures: 4,
        status: 'approved',
        approval: approval({ limits: { requests: 1, windowSeconds: 2, burst: 3 }, upstreamSealed: 'sealed' }),
        revision: 7,
      });
      for (const grant of [plain, full]) expect(await house.storage.insertDeviceGrant(grant)).toBe('done');
      expect(await house.storage.findDeviceGrantById(full.id)).toEqual(full);
      expect(await house.storage.findDeviceGrant({ device: [digestOf(99), full.deviceDigest] })).toEqual(full);
      expect(await house.storage.findDeviceGrant({ user: [full.userDigest, digestOf(99)] })).toEqual(full);
      expect(await house.storage.findDeviceGrantById(plain.id)).toEqual(plain);
    });

    it('are not found by the digest of the other code, by none or by a stranger', async () => {
      const { deviceDigest, userDigest } = deviceGrant();
      await house.storage.insertDeviceGrant(deviceGrant());
      expect(await house.storage.findDeviceGrant({ device: [userDigest] })).toBeUndefined();
      expect(await house.storage.findDeviceGrant({ user: [deviceDigest] })).toBeUndefined();
      expect(await house.storage.findDeviceGrant({ user: [] })).toBeUndefined();
      expect(await house.storage.findDeviceGrantById(grantIdOf(9))).toBeUndefined();
    });

    it.each([
      ['user code', { deviceDigest: digestOf(13) }],
      ['device code', { userDigest: digestOf(14) }],
    ])('conflict when the %s is taken', async (_, members) => {
      await house.storage.insertDeviceGrant(deviceGrant());
      expect(await house.storage.insertDeviceGrant(deviceGrant({ id: grantIdOf(2), ...members }))).toBe('conflict');
      expect(await house.storage.findDeviceGrantById(grantIdOf(2))).toBeUndefined();
    });

    it.each<[string, Partial<DeviceGrant>]>([
      ['an approval that is pending', { approval: approval() }],
      ['an approved one that names nobody', { status: 'approved' }],
      ['a used one without its session', { status: 'used' }],
      ['an interval of nothing', { interval: 0 }],
    ])('refuse %s as a fault', async (_, members) => {
      await expect(house.storage.insertDeviceGrant(deviceGrant(members))).rejects.toMatchObject({ code: 'failed' });
    });

    it('change only what a change names, once for each revision', async () => {
      await house.storage.insertDeviceGrant(deviceGrant());
      const change = { interval: 10, polledAt: NEW_YEAR + 5 };
      expect(await house.storage.changeDeviceGrant(first, change)).toBe('done');
      expect(await house.storage.changeDeviceGrant(first, { failures: 1 })).toBe('conflict');
      expect(await house.storage.changeDeviceGrant({ ...first, revision: 3 }, { failures: 1 })).toBe('conflict');
      expect(await house.storage.changeDeviceGrant({ id: grantIdOf(9), revision: 1 }, change)).toBe('conflict');
      expect(await house.storage.findDeviceGrantById(first.id)).toEqual({ ...deviceGrant(), ...change, revision: 2 });
    });

    it('commit a decision with its audit entry, or neither', async () => {
      await house.storage.insertDeviceGrant(deviceGrant());
      const decide = (revision: number, action: string) =>
        house.storage.changeDeviceGrant({ ...first, revision }, approved, auditEntry({ action, targetId: first.id }));
      expect(await house.storage.changeDeviceGrant(first, { polledAt: NEW_YEAR })).toBe('done');
      expect(await decide(1, 'late')).toBe('conflict');
      expect(await decide(2, 'device.approve')).toBe('done');
      expect(await decide(2, 'again')).toBe('conflict');
      const trail = await house.storage.listAudit(first.id, 10);
      expect(trail.map(({ action }) => action)).toEqual(['device.approve']);
      expect(await house.storage.findDeviceGrantById(first.id)).toMatchObject({ ...approved, revision: 3 });
    });

    it('refuse an audit entry whose target is something else', async () => {
      await house.storage.insertDeviceGrant(deviceGrant());
      await expect(house.storage.changeDeviceGrant(first, approved, auditEntry())).rejects.toThrow(TypeError);
    });

    it('are decided once when many decide at once', async () => {
      await house.storage.insertDeviceGrant(deviceGrant());
      const results = await Promise.all(
        Array.from({ length: 20 }, () =>
          house.storage.changeDeviceGrant(first, approved, auditEntry({ targetId: first.id })),
        ),
      );
      expect(results.filter((result) => result === 'done')).toHaveLength(1);
      expect(await house.storage.listAudit(first.id, 50)).toHaveLength(1);
    });

    it('open one session, when many poll at once, and forget who approved', async () => {
      await house.storage.insertDeviceGrant(deviceGrant(approved));
      const results = await Promise.all(
        openings(20, { kind: 'device', ...first }).map((one) => house.storage.openSession(one)),
      );
      expect(results.filter((result) => result === 'done')).toHaveLength(1);
      expect(await house.storage.listSessions({}, { limit: 50, now: NEW_YEAR })).toHaveLength(1);
      expect(await house.storage.findDeviceGrantById(first.id)).toMatchObject({
        status: 'used',
        approval: null,
        revision: 2,
      });
    });

    it('open no second session also when the first is gone', async () => {
      const consumed = { kind: 'device', ...first } as const;
      await house.storage.insertDeviceGrant(deviceGrant(approved));
      await house.storage.openSession(opening({ session: sessionRecord(), consumed }));
      await house.database.db.deleteFrom('sessions').execute();
      const session = sessionRecord({ id: sessionIdOf(2) });
      expect(await house.storage.openSession(opening({ session, consumed }))).toBe('conflict');
      expect(await house.storage.listSessions({}, { limit: 50, now: NEW_YEAR })).toEqual([]);
    });

    it.each<[string, Partial<DeviceGrant>]>([
      ['was not approved', {}],
      ['was denied', { status: 'denied' }],
      ['has changed since', { ...approved, revision: 2 }],
    ])('open no session when the grant %s, and leave nothing of it', async (_, members) => {
      await house.storage.insertDeviceGrant(deviceGrant(members));
      expect(await house.storage.openSession(opening({ consumed: { kind: 'device', ...first } }))).toBe('conflict');
      expect(await house.storage.findSession(sessionIdOf(1))).toBeUndefined();
      expect(await house.storage.findRefreshToken([digestOf(1)])).toBeUndefined();
      expect(await house.storage.listAudit(sessionIdOf(1), 10)).toEqual([]);
      expect(await house.storage.findDeviceGrantById(first.id)).toEqual(deviceGrant(members));
    });
  });

  describe('authorization codes', () => {
    const code = authorizationCode();
    const consumed = { kind: 'code', digest: code.digest } as const;

    it('come back as they were put in, under any digest', async () => {
      const full = authorizationCode({ digest: digestOf(22), requestedScopes: [], dpopJkt: 'thumbprint' });
      await house.storage.insertCode(code, codeEntry());
      await house.storage.insertCode(full, codeEntry());
      expect(await house.storage.findCode([digestOf(99), code.digest])).toEqual(code);
      expect(await house.storage.findCode([full.digest])).toEqual(full);
      expect(await house.storage.findCode([])).toBeUndefined();
      expect(await house.storage.findCode([digestOf(99)])).toBeUndefined();
    });

    it('keep the entry of their decision with them', async () => {
      const [first, second] = [codeEntry(), codeEntry()];
      await house.storage.insertCode(code, first);
      await house.storage.insertCode(authorizationCode({ digest: digestOf(22) }), second);
      expect(await house.storage.listAudit(first.targetId, 10)).toEqual([second, first]);
    });

    it('are not put in twice, and leave no entry of the second time', async () => {
      await house.storage.insertCode(code, codeEntry());
      await expect(house.storage.insertCode(code, codeEntry())).rejects.toMatchObject({ code: 'constraint' });
      expect(await house.storage.listAudit(codeEntry().targetId, 10)).toHaveLength(1);
    });

    it('open one session, when many redeem them at once, and tell which', async () => {
      await house.storage.insertCode(code, codeEntry());
      const results = await Promise.all(openings(20, consumed).map((one) => house.storage.openSession(one)));
      expect(results.filter((result) => result === 'done')).toHaveLength(1);
      const [session, ...others] = await house.storage.listSessions({}, { limit: 50, now: NEW_YEAR });
      expect(others).toEqual([]);
      expect(await house.storage.findCode([code.digest])).toEqual({ ...code, sessionId: session?.id });
    });

    it('open no second session also when the first is gone', async () => {
      await house.storage.insertCode(code, codeEntry());
      await house.storage.openSession(opening({ session: sessionRecord(), consumed }));
      await house.database.db.deleteFrom('sessions').execute();
      const session = sessionRecord({ id: sessionIdOf(2) });
      expect(await house.storage.openSession(opening({ session, consumed }))).toBe('conflict');
      expect(await house.storage.listSessions({}, { limit: 50, now: NEW_YEAR })).toEqual([]);
    });

    it('that are unknown open no session', async () => {
      expect(await house.storage.openSession(opening({ consumed }))).toBe('conflict');
      expect(await house.storage.findSession(sessionIdOf(1))).toBeUndefined();
    });
  });
}
