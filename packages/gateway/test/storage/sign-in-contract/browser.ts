import { describe, expect, it } from 'vitest';
import { auditEntry, NEW_YEAR } from '../../support/records.ts';
import type { SignInHouse } from '../sign-in-contract.ts';

const interaction = { id: 'a'.repeat(64), state: '{"step":"code"}', expiresAt: NEW_YEAR + 1, revision: 1 };

export function browserContract(house: SignInHouse): void {
  describe('interactions', () => {
    it('come back as they were put in, until they are deleted', async () => {
      await house.storage.insertInteraction(interaction);
      expect(await house.storage.findInteraction(interaction.id)).toEqual(interaction);
      await house.storage.deleteInteraction(interaction.id);
      await house.storage.deleteInteraction(interaction.id);
      expect(await house.storage.findInteraction(interaction.id)).toBeUndefined();
    });

    it('are not put in twice', async () => {
      await house.storage.insertInteraction(interaction);
      const again = house.storage.insertInteraction({ ...interaction, state: '{}' });
      await expect(again).rejects.toMatchObject({ code: 'constraint' });
      expect(await house.storage.findInteraction(interaction.id)).toEqual(interaction);
    });

    it('change once for each revision', async () => {
      await house.storage.insertInteraction(interaction);
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          house.storage.changeInteraction({ id: interaction.id, revision: 1, state: String(at) }),
        ),
      );
      expect(results.filter((result) => result === 'done')).toHaveLength(1);
      expect(await house.storage.findInteraction(interaction.id)).toEqual({
        ...interaction,
        state: String(results.indexOf('done')),
        revision: 2,
      });
      expect(await house.storage.changeInteraction({ id: 'nobody', revision: 1, state: '' })).toBe('conflict');
    });
  });

  describe('proofs', () => {
    it('are claimed once, also by many at once', async () => {
      const claims = await Promise.all(Array.from({ length: 20 }, () => house.storage.claimProof('one', NEW_YEAR)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await house.storage.claimProof('other', NEW_YEAR)).toBe(true);
    });
  });

  describe('entries of their own', () => {
    it('are kept, newest first, also many of one target at once', async () => {
      const failed = (reason: string) =>
        auditEntry({ action: 'sign_in.failed', targetId: 'provider:corp', details: { reason } });
      const [first, second] = [failed('state'), failed('nonce')];
      await house.storage.recordAudit(first);
      await house.storage.recordAudit(second);
      expect(await house.storage.listAudit('provider:corp', 10)).toEqual([second, first]);
      await Promise.all(Array.from({ length: 20 }, () => house.storage.recordAudit(failed('group'))));
      expect(await house.storage.listAudit('provider:corp', 50)).toHaveLength(22);
    });
  });
}
