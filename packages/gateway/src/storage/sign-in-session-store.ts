import type { SessionUpdate, SignInStore } from '../ports/sign-in-store.ts';
import { doneOrConflict } from './constraint.ts';
import type { Database } from './database.ts';
import type { Db } from './schema.ts';
import { guardStatements, looseEntry } from './sign-in-guard.ts';
import { massRevocationStatements } from './sign-in-mass-revocation.ts';
import { openingStatements } from './sign-in-opening.ts';
import { rotationStatements } from './sign-in-rotation.ts';
import type { SessionTable } from './sign-in-schema.ts';
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
  // Compiled once: building the statement costs more than SQLite takes to answer it.
  const byId = db.selectFrom('sessions').selectAll().where('id', '=', '').compile();

  return {
    openSession: async (opening) => doneOrConflict(batch(openingStatements(db, opening))),
    async findSession(id) {
      const { rows } = await db.executeQuery<SessionTable>({ ...byId, parameters: [id] });
      return rows[0] && fromSessionRow(rows[0]);
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
      const [revoked = 0] = await batch(massRevocationStatements(db, revocation));
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
