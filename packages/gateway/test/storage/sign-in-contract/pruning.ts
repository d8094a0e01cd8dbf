import { describe, expect, it } from 'vitest';
import { digestOf, NEW_YEAR } from '../../support/records.ts';
import { sessionIdOf, sessionRecord } from '../../support/session-records.ts';
import {
  authorizationCode,
  codeEntry,
  DAY,
  deviceGrant,
  opening,
  refreshToken,
  revocation,
  rotation,
} from '../../support/sign-in-records.ts';
import type { SignInHouse } from '../sign-in-contract.ts';

const KEPT = 30 * DAY;

export function pruningContract(house: SignInHouse): void {
  const isThere = async (find: Promise<unknown>) => (await find) !== undefined;

  describe('pruning', () => {
    it.each([
      ['a millisecond before their end', -1, true],
      ['at their end', 0, false],
      ['after their end', 1, false],
    ])('looks at interactions, proofs and tokens %s', async (_, offset, stays) => {
      const expiresAt = NEW_YEAR + DAY;
      const { storage } = house;
      await storage.insertInteraction({ id: 'one', state: '{}', expiresAt, revision: 1 });
      await storage.claimProof('one', expiresAt);
      await storage.openSession(opening({ refresh: refreshToken({ expiresAt }) }));
      await storage.pruneSignIn(expiresAt + offset);
      expect(await isThere(storage.findInteraction('one'))).toBe(stays);
      expect(await storage.claimProof('one', expiresAt)).toBe(!stays);
      expect(await isThere(storage.findRefreshToken([digestOf(1)]))).toBe(stays);
      expect(await isThere(storage.findSession(sessionIdOf(1)))).toBe(true);
    });

    it.each([
      ['a millisecond less than ten minutes', -1, true],
      ['ten minutes', 0, false],
      ['longer than ten minutes', 1, false],
    ])('looks at grants and codes that ended %s ago', async (_, offset, stays) => {
      const expiresAt = NEW_YEAR + DAY;
      const { storage } = house;
      await storage.insertDeviceGrant(deviceGrant({ expiresAt }));
      await storage.insertCode(authorizationCode({ expiresAt }), codeEntry());
      await storage.pruneSignIn(expiresAt + 10 * 60_000 + offset);
      expect(await isThere(storage.findDeviceGrantById(deviceGrant().id))).toBe(stays);
      expect(await isThere(storage.findCode([authorizationCode().digest]))).toBe(stays);
    });

    it.each([
      [29_999, 'sealed 2'],
      [30_000, 'sealed 2'],
      [30_001, null],
    ])('leaves a token %i ms after its use with the sealed child %s', async (age, childSealed) => {
      const { usedAt } = rotation(2).parent;
      await house.storage.openSession(opening());
      await house.storage.rotate(rotation(2));
      await house.storage.pruneSignIn(usedAt + age);
      expect(await house.storage.findRefreshToken([digestOf(1)])).toMatchObject({ usedAt, childSealed });
    });

    it.each([
      ['before 30 days are over', KEPT - 1, true],
      ['when 30 days are over', KEPT, false],
    ])('keeps sessions that expired, with their trail, %s', async (_, age, stays) => {
      const session = sessionRecord();
      await house.storage.openSession(opening({ session }));
      await house.storage.pruneSignIn(session.expiresAt + age);
      expect(await isThere(house.storage.findSession(session.id))).toBe(stays);
      expect(await house.storage.listAudit(session.id, 10)).toHaveLength(1);
    });

    it.each([
      ['before 30 days are over', KEPT - 1, true],
      ['when 30 days are over', KEPT, false],
    ])(
      'keeps sessions that were revoked long before they expire %s, then not their tokens either',
      async (_, age, stays) => {
        const [expiresAt, revokedAt] = [NEW_YEAR + 90 * DAY, NEW_YEAR + DAY];
        const session = sessionRecord({ expiresAt, endsAt: expiresAt });
        await house.storage.openSession(opening({ session, refresh: refreshToken({ expiresAt }) }));
        const change = { revokedAt, revokedBy: 'self', revokedReason: 'signed out' };
        await house.storage.updateSession(revocation({ change }));
        await house.storage.pruneSignIn(revokedAt + age);
        expect(await isThere(house.storage.findSession(session.id))).toBe(stays);
        expect(await isThere(house.storage.findRefreshToken([digestOf(1)]))).toBe(stays);
      },
    );
  });
}
