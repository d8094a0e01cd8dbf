import type { CompiledQuery } from 'kysely';
import type { MassRevocation } from '../ports/sign-in-store.ts';
import type { Db } from './schema.ts';
import { looseEntry } from './sign-in-guard.ts';

/**
 * The end of many sign-ins as one batch; the first statement changes the sessions. What a person allowed and no
 * application has come for yet is a sign-in as well: whoever holds the code would else open a session afterwards.
 */
export function massRevocationStatements(db: Db, revocation: MassRevocation): CompiledQuery[] {
  return [
    revokeSessions(db, revocation),
    denyGrants(db, revocation),
    deleteCodes(db, revocation),
    looseEntry(db, revocation.audit),
  ];
}

function revokeSessions(db: Db, { principalId, at, by, reason }: MassRevocation): CompiledQuery {
  return db
    .updateTable('sessions')
    .set((row) => ({ revoked_at: at, revoked_by: by, revoked_reason: reason, revision: row('revision', '+', 1) }))
    .where('revoked_at', 'is', null)
    .$if(principalId !== undefined, (update) => update.where('principal_id', '=', principalId ?? ''))
    .compile();
}

function denyGrants(db: Db, { principalId }: MassRevocation): CompiledQuery {
  return db
    .updateTable('device_grants')
    .set((row) => ({ status: 'denied', approval: null, principal_id: null, revision: row('revision', '+', 1) }))
    .where('status', '=', 'approved')
    .$if(principalId !== undefined, (update) => update.where('principal_id', '=', principalId ?? ''))
    .compile();
}

/** Used ones stay, so that they are known when they come back. */
function deleteCodes(db: Db, { principalId }: MassRevocation): CompiledQuery {
  return db
    .deleteFrom('authorization_codes')
    .where('session_id', 'is', null)
    .$if(principalId !== undefined, (remove) => remove.where('principal_id', '=', principalId ?? ''))
    .compile();
}
