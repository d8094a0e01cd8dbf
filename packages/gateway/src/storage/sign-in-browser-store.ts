import type { SignInStore } from '../ports/sign-in-store.ts';
import { isConstraint } from './constraint.ts';
import type { Database } from './database.ts';

type BrowserStore = Pick<
  SignInStore,
  'insertInteraction' | 'findInteraction' | 'changeInteraction' | 'deleteInteraction' | 'claimProof'
>;

/** What browsers are in the middle of, and the proofs that were seen, over any dialect. */
export function createBrowserStore({ db, batch }: Database): BrowserStore {
  return {
    async insertInteraction({ id, state, expiresAt, revision }) {
      await batch([db.insertInto('interactions').values({ id, state, expires_at: expiresAt, revision }).compile()]);
    },
    async findInteraction(id) {
      const row = await db.selectFrom('interactions').selectAll().where('id', '=', id).executeTakeFirst();
      return row && { id: row.id, state: row.state, expiresAt: row.expires_at, revision: row.revision };
    },
    async changeInteraction({ id, revision, state }) {
      const change = db
        .updateTable('interactions')
        .set({ state, revision: revision + 1 })
        .where('id', '=', id)
        .where('revision', '=', revision);
      const [changed] = await batch([change.compile()]);
      return changed === 1 ? 'done' : 'conflict';
    },
    async deleteInteraction(id) {
      await db.deleteFrom('interactions').where('id', '=', id).execute();
    },
    async claimProof(id, expiresAt) {
      try {
        await batch([db.insertInto('used_proofs').values({ id, expires_at: expiresAt }).compile()]);
        return true;
      } catch (error) {
        if (isConstraint(error)) return false;
        throw error;
      }
    },
  };
}
