import type { MassRevocation, SessionUpdate, SignInStore } from '../ports/sign-in-store.ts';
import { doneOrConflict } from './constraint.ts';
import type { Database } from './database.ts';
import type { Db } from './schema.ts';
import { guardStatements, looseEntry } from './sign-in-guard.ts';
import { openingStatements } from './sign-in-opening.ts';
import { rotationStatements } from './sign-in-rotation.ts';
import { sessionConditions } from './sign-in-session-conditions.ts';
import { fromSessionRow, fromTokenRow, toChangedSession } from './sign-in-session-rows.ts';

type SessionStore = Pick<
  SignInStore,
  | 'openSession'
  | 'findSession'
  | 'listSessions'
  | 'updateSession'
  | 'revokeSessions'
  | 'findRefreshToken'
  | 'rotate'
  | 'recordAudit'
>;

/** Sessions and their refresh tokens over any dialect. */
export function createSessionStore({ db, batch }: Database): SessionStore {
  return {
    openSession: async (opening) => doneOrConflict(batch(openingStatements(db, opening))),
    async findSession(id) {
      const row = await db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
      return row && fromSessionRow(row);
    },
    async listSessions(filter, page) {
      const rows = await db
        .selectFrom('sessions')
        .selectAll()
        .where((where) => where.and(sessionConditions(where, filter, page)))
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(page.limit)
        .execute();
      return rows.map(fromSessionRow);
    },
    updateSession: async (update) => doneOrConflict(batch(updateStatements(db, update))),
    async revokeSessions(revocation) {
      const [revoked = 0] = await batch([revokeAll(db, revocation), looseEntry(db, revocation.audit)]);
      return revoked;
    },
    async findRefreshToken(digests) {
      if (digests.length === 0) return undefined;
      const row = await db.selectFrom('refresh_tokens').selectAll().where('digest', 'in', digests).executeTakeFirst();
      return row && fromTokenRow(row);
    },
    rotate: async (rotation) => doneOrConflict(batch(rotationStatements(db, rotation))),
    async recordAudit(entry) {
      await batch([looseEntry(db, entry)]);
    },
  };
}

function updateStatements(db: Db, { id, revision, change, audit }: SessionUpdate) {
  return [
    ...guardStatements(db, { table: 'sessions', id, revision }, audit),
    db
      .updateTable('sessions')
      .set({ ...toChangedSession(change), revision: revision + 1 })
      .where('id', '=', id)
      .where('revision', '=', revision)
      .compile(),
  ];
}

function revokeAll(db: Db, { principalId, at, by, reason }: MassRevocation) {
  return db
    .updateTable('sessions')
    .set((row) => ({ revoked_at: at, revoked_by: by, revoked_reason: reason, revision: row('revision', '+', 1) }))
    .where('revoked_at', 'is', null)
    .$if(principalId !== undefined, (update) => update.where('principal_id', '=', principalId ?? ''))
    .compile();
}
