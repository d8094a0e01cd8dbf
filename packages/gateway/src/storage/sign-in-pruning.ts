import type { CompiledQuery, ExpressionBuilder } from 'kysely';
import { GRACE_MS } from '../domain/refresh-decision.ts';
import type { Db, Schema } from './schema.ts';

/** How long a session that ended is still shown to administrators. */
const SESSION_KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
/** How long a device is still told that its code has expired, and a code is still known to have been used. */
const GRANT_KEPT_MS = 10 * 60_000;

/** Deletes what is over at an instant. Tokens go before the sessions that they belong to. */
export function pruningStatements(db: Db, now: number): CompiledQuery[] {
  return [
    db
      .deleteFrom('device_grants')
      .where('expires_at', '<=', now - GRANT_KEPT_MS)
      .compile(),
    db
      .deleteFrom('authorization_codes')
      .where('expires_at', '<=', now - GRANT_KEPT_MS)
      .compile(),
    db.deleteFrom('interactions').where('expires_at', '<=', now).compile(),
    db.deleteFrom('used_proofs').where('expires_at', '<=', now).compile(),
    db.deleteFrom('refresh_tokens').where('expires_at', '<=', now).compile(),
    db
      .updateTable('refresh_tokens')
      .set({ child_sealed: null })
      .where('child_sealed', 'is not', null)
      .where('used_at', '<', now - GRACE_MS)
      .compile(),
    db
      .deleteFrom('refresh_tokens')
      .where('session_id', 'in', (query) =>
        query
          .selectFrom('sessions')
          .select('id')
          .where((where) => endedBefore(where, now - SESSION_KEPT_MS)),
      )
      .compile(),
    db
      .deleteFrom('sessions')
      .where((where) => endedBefore(where, now - SESSION_KEPT_MS))
      .compile(),
  ];
}

/** A session ended when it was revoked or when it expired, whatever came first. */
function endedBefore(where: ExpressionBuilder<Schema, 'sessions'>, instant: number) {
  return where.or([where('expires_at', '<=', instant), where('revoked_at', '<=', instant)]);
}
