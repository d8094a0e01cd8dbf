import type { CompiledQuery } from 'kysely';
import type { Rotation } from '../ports/sign-in-store.ts';
import type { Db } from './schema.ts';
import { guardStatements } from './sign-in-guard.ts';
import { toChangedSession, toTokenRow } from './sign-in-session-rows.ts';

/**
 * One refresh as one batch. The parent is marked with its child first; the child then takes its session from that mark.
 * Where another child came first there is none (not null): the statement fails, and the batch with it.
 */
export function rotationStatements(db: Db, rotation: Rotation): CompiledQuery[] {
  const { sessionId, revision, change, parent, child, audit } = rotation;
  if (child.sessionId !== sessionId) throw new TypeError('A child belongs to the session of its parent.');
  return [
    ...guardStatements(db, { table: 'sessions', id: sessionId, revision }, audit),
    forgetOlderChild(db, parent.digest),
    markParent(db, rotation),
    insertChild(db, rotation),
    db
      .updateTable('sessions')
      .set({ ...toChangedSession(change), revision: revision + 1 })
      .where('id', '=', sessionId)
      .where('revision', '=', revision)
      .compile(),
  ];
}

/** The parent's own parent: its grace ends once its child is used. */
function forgetOlderChild(db: Db, digest: string): CompiledQuery {
  return db.updateTable('refresh_tokens').set({ child_sealed: null }).where('child_digest', '=', digest).compile();
}

function markParent(db: Db, { sessionId, parent, child }: Rotation): CompiledQuery {
  return db
    .updateTable('refresh_tokens')
    .set({ used_at: parent.usedAt, child_digest: child.digest, child_sealed: parent.childSealed })
    .where('digest', '=', parent.digest)
    .where('session_id', '=', sessionId)
    .where('used_at', 'is', null)
    .compile();
}

function insertChild(db: Db, { parent, child }: Rotation): CompiledQuery {
  return db
    .insertInto('refresh_tokens')
    .values((query) => ({
      ...toTokenRow(child),
      session_id: query
        .selectFrom('refresh_tokens as parent')
        .select('parent.session_id')
        .where('parent.digest', '=', parent.digest)
        .where('parent.child_digest', '=', child.digest),
    }))
    .compile();
}
