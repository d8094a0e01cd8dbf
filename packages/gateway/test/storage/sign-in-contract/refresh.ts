import { describe, expect, it } from 'vitest';
import { auditEntry, digestOf, NEW_YEAR } from '../../support/records.ts';
import { sessionIdOf, sessionRecord } from '../../support/session-records.ts';
import { opening, refreshToken, revocation, rotation } from '../../support/sign-in-records.ts';
import type { SignInHouse } from '../sign-in-contract.ts';

const id = sessionIdOf(1);
/** The refresh of the token that a first refresh gave. */
const second = (child: number) =>
  rotation(child, { revision: 2, parent: { ...rotation(child).parent, digest: digestOf(2) } });

export function refreshContract(house: SignInHouse): void {
  const tokenOf = (number: number) => house.storage.findRefreshToken([digestOf(number)]);

  describe('refreshes', () => {
    it('use up the parent, keep its sealed child, and change the session', async () => {
      await house.storage.openSession(opening());
      const { parent, child, change } = rotation(2);
      expect(await house.storage.rotate(rotation(2))).toBe('done');
      expect(await tokenOf(1)).toEqual({
        ...refreshToken(),
        usedAt: parent.usedAt,
        childDigest: child.digest,
        childSealed: parent.childSealed,
      });
      expect(await tokenOf(2)).toEqual(child);
      expect(await house.storage.findSession(id)).toEqual({ ...sessionRecord(), ...change, revision: 2 });
      const trail = await house.storage.listAudit(id, 10);
      expect(trail.map(({ action }) => action)).toEqual(['session.refresh', 'session.create']);
    });

    it('forget the sealed child of a token whose child is used', async () => {
      await house.storage.openSession(opening());
      await house.storage.rotate(rotation(2));
      expect(await house.storage.rotate(second(3))).toBe('done');
      expect(await tokenOf(1)).toMatchObject({ childDigest: digestOf(2), childSealed: null });
      expect(await tokenOf(2)).toMatchObject({ childDigest: digestOf(3), childSealed: 'sealed 3' });
    });

    it('of one parent many at once give one child', async () => {
      await house.storage.openSession(opening());
      const children = Array.from({ length: 20 }, (_, at) => at + 2);
      const results = await Promise.all(children.map((child) => house.storage.rotate(rotation(child))));
      expect(results.filter((result) => result === 'done')).toHaveLength(1);
      const born = await Promise.all(children.map(tokenOf));
      expect(born.filter((token) => token !== undefined)).toHaveLength(1);
      expect((await tokenOf(1))?.childDigest).toBe(born.find((token) => token !== undefined)?.digest);
      expect(await house.storage.listAudit(id, 50)).toHaveLength(2);
    });

    it.each([
      ['the session has another revision', rotation(3, { revision: 1 })],
      ['the parent was used', rotation(3, { revision: 2 })],
      ['the parent is unknown', { ...second(3), parent: { ...rotation(3).parent, digest: digestOf(9) } }],
      ['the child is there', { ...second(3), child: refreshToken({ digest: digestOf(1) }) }],
    ])('write nothing when %s', async (_, late) => {
      await house.storage.openSession(opening());
      await house.storage.rotate(rotation(2));
      const before = await Promise.all([tokenOf(1), tokenOf(2), house.storage.findSession(id)]);
      expect(await house.storage.rotate(late)).toBe('conflict');
      expect(await Promise.all([tokenOf(1), tokenOf(2), house.storage.findSession(id)])).toEqual(before);
      expect(await tokenOf(3)).toBeUndefined();
      expect(await house.storage.listAudit(id, 10)).toHaveLength(2);
    });

    it('write nothing for a used parent also when its child is gone', async () => {
      await house.storage.openSession(opening());
      await house.storage.rotate(rotation(2));
      await house.database.db.deleteFrom('refresh_tokens').where('digest', '=', digestOf(2)).execute();
      expect(await house.storage.rotate(rotation(3, { revision: 2 }))).toBe('conflict');
      expect(await tokenOf(1)).toMatchObject({ childDigest: digestOf(2) });
      expect(await tokenOf(3)).toBeUndefined();
    });

    it('write nothing for the token of another session', async () => {
      await house.storage.openSession(opening());
      const session = sessionRecord({ id: sessionIdOf(2) });
      await house.storage.openSession(
        opening({ session, refresh: refreshToken({ sessionId: session.id, digest: digestOf(7) }) }),
      );
      const stolen = rotation(3, { parent: { ...rotation(3).parent, digest: digestOf(7) } });
      expect(await house.storage.rotate(stolen)).toBe('conflict');
      expect(await tokenOf(7)).toMatchObject({ usedAt: null });
      const foreign = rotation(3, { child: refreshToken({ digest: digestOf(3), sessionId: session.id }) });
      await expect(house.storage.rotate(foreign)).rejects.toThrow(TypeError);
    });

    it('write nothing once the session was revoked, alone or with all', async () => {
      await house.storage.openSession(opening());
      await house.storage.updateSession(revocation());
      expect(await house.storage.rotate(rotation(2))).toBe('conflict');

      const session = sessionRecord({ id: sessionIdOf(2) });
      const refresh = refreshToken({ sessionId: session.id, digest: digestOf(7) });
      await house.storage.openSession(opening({ session, refresh }));
      const audit = auditEntry({ targetId: 'sessions' });
      await house.storage.revokeSessions({ principalId: undefined, at: NEW_YEAR, by: 'x', reason: 'y', audit });
      const late = rotation(8, {
        sessionId: session.id,
        parent: { ...rotation(8).parent, digest: digestOf(7) },
        child: refreshToken({ sessionId: session.id, digest: digestOf(8) }),
        audit: auditEntry({ targetId: session.id }),
      });
      expect(await house.storage.rotate(late)).toBe('conflict');
      expect(await tokenOf(8)).toBeUndefined();
    });

    it('keep one token unused for each session, whatever is asked', async () => {
      await house.storage.openSession(opening());
      const another = house.database.db.insertInto('refresh_tokens').values({
        ...{ digest: digestOf(5), session_id: id, issued_at: 1, expires_at: 2 },
        ...{ used_at: null, child_digest: null, child_sealed: null },
      });
      await expect(house.database.batch([another.compile()])).rejects.toMatchObject({ code: 'constraint' });
    });
  });
}
