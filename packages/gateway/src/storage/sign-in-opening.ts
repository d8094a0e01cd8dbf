import type { CompiledQuery } from 'kysely';
import type { Consumed, SessionOpening } from '../ports/sign-in-store.ts';
import { entryColumns } from './audit-rows.ts';
import type { Db } from './schema.ts';
import { toSessionRow, toTokenRow } from './sign-in-session-rows.ts';

/**
 * A new session as one batch. What it uses up is marked with the session's id first; the session then takes its id from
 * that mark. Where another session came first there is none (not null): the statement fails, and the batch with it.
 */
export function openingStatements(db: Db, opening: SessionOpening): CompiledQuery[] {
  const { session, refresh, consumed, audit } = opening;
  if (audit.targetId !== session.id) throw new TypeError('A new session has one audit entry, whose target it is.');
  return [
    ...consume(db, consumed, session.id),
    insertSession(db, opening),
    ...(refresh ? [db.insertInto('refresh_tokens').values(toTokenRow(refresh)).compile()] : []),
    db
      .insertInto('audit_log')
      .values({ ...entryColumns(audit), target_revision: session.revision })
      .compile(),
  ];
}

/** A used grant keeps nothing of its person: the approval may hold a provider's token. */
function consume(db: Db, consumed: Consumed, sessionId: string): CompiledQuery[] {
  switch (consumed.kind) {
    case 'device':
      return [
        db
          .updateTable('device_grants')
          .set({
            status: 'used',
            approval: null,
            principal_id: null,
            session_id: sessionId,
            revision: consumed.revision + 1,
          })
          .where('id', '=', consumed.id)
          .where('revision', '=', consumed.revision)
          .where('status', '=', 'approved')
          .compile(),
      ];
    case 'code':
      return [
        db
          .updateTable('authorization_codes')
          .set({ session_id: sessionId })
          .where('digest', '=', consumed.digest)
          .where('session_id', 'is', null)
          .compile(),
      ];
    case 'nothing':
      return [];
  }
}

function insertSession(db: Db, { session, consumed }: SessionOpening): CompiledQuery {
  const row = toSessionRow(session);
  switch (consumed.kind) {
    case 'device':
      return db
        .insertInto('sessions')
        .values((query) => ({
          ...row,
          id: query
            .selectFrom('device_grants')
            .select('session_id')
            .where('id', '=', consumed.id)
            .where('session_id', '=', session.id)
            .$castTo<{ session_id: string }>(),
        }))
        .compile();
    case 'code':
      return db
        .insertInto('sessions')
        .values((query) => ({
          ...row,
          id: query
            .selectFrom('authorization_codes')
            .select('session_id')
            .where('digest', '=', consumed.digest)
            .where('session_id', '=', session.id)
            .$castTo<{ session_id: string }>(),
        }))
        .compile();
    case 'nothing':
      return db.insertInto('sessions').values(row).compile();
  }
}
