import type { CompiledQuery } from 'kysely';
import type { AdministrativeAct, AuditEntry, KeyUpdate } from '../ports/storage.ts';
import { hasStatus } from './key-conditions.ts';
import { toChangedColumns, toKeyRow } from './key-rows.ts';
import type { Db } from './schema.ts';

/**
 * An act as one batch of statements without a transaction to look into. The audit row is the guard: its
 * `target_revision` is read back as the revision that the act must have led to. When another act came first, the
 * revision is missing (not null) or taken (unique by target), the statement fails, and the whole batch with it.
 */
export function statementsOf(db: Db, act: AdministrativeAct): CompiledQuery[] {
  const revisions = revisionsAfter(act);
  return [
    ...(act.insert ? [db.insertInto('api_keys').values(toKeyRow(act.insert)).compile()] : []),
    ...(act.update ? [updateKey(db, act.update)] : []),
    ...act.audit.map((entry) => insertAudit(db, entry, revisions.get(entry.targetId) ?? 0)),
  ];
}

/** The revision of each key after the act. Without one entry for each of them the act would be unaudited and unguarded. */
function revisionsAfter({ insert, update, audit }: AdministrativeAct): ReadonlyMap<string, number> {
  const revisions = new Map<string, number>();
  if (insert) revisions.set(insert.id, insert.revision);
  if (update) revisions.set(update.id, update.revision + 1);
  const targets = new Set(audit.map((entry) => entry.targetId));
  if (audit.length !== revisions.size || [...revisions.keys()].some((id) => !targets.has(id))) {
    throw new TypeError('An act has exactly one audit entry for each key that it makes or changes.');
  }
  return revisions;
}

function updateKey(db: Db, { id, revision, change, whileAnotherAdminAt }: KeyUpdate): CompiledQuery {
  return db
    .updateTable('api_keys')
    .set({ ...toChangedColumns(change), revision: revision + 1 })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .$if(whileAnotherAdminAt !== undefined, (update) =>
      update.where((where) => where.exists(anotherAdmin(db, id, whileAnotherAdminAt ?? 0))),
    )
    .compile();
}

function anotherAdmin(db: Db, id: string, now: number) {
  return db
    .selectFrom('api_keys')
    .select('id')
    .where('role', '=', 'admin')
    .where('id', '!=', id)
    .where((where) => hasStatus(where, 'active', now));
}

function insertAudit(db: Db, entry: AuditEntry, revision: number): CompiledQuery {
  return db
    .insertInto('audit_log')
    .values((query) => ({
      id: entry.id,
      at: entry.at,
      actor: entry.actor,
      actor_ip: entry.actorIp,
      request_id: entry.requestId,
      action: entry.action,
      target_id: entry.targetId,
      target_revision: query
        .selectFrom('api_keys')
        .select('revision')
        .where('id', '=', entry.targetId)
        .where('revision', '=', revision),
      details: JSON.stringify(entry.details),
    }))
    .compile();
}
