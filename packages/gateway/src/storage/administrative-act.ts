import type { CompiledQuery, ExpressionBuilder } from 'kysely';
import type { AdministrativeAct, AuditEntry, KeyUpdate } from '../ports/storage.ts';
import { entryColumns } from './audit-rows.ts';
import { hasStatus } from './key-conditions.ts';
import { toChangedColumns, toKeyRow } from './key-rows.ts';
import type { Db, Schema } from './schema.ts';

/**
 * An act as one batch of statements without a transaction to look into. The audit row of a change is its guard: it
 * takes its `target_revision` from the key as the act expects to find it. When another act came first, that is missing
 * (not null); when another is under way, it is taken (unique by target): the statement fails, and the batch with it.
 */
export function statementsOf(db: Db, act: AdministrativeAct): CompiledQuery[] {
  assertAudited(act);
  const { insert, update } = act;
  return [
    ...(insert ? [db.insertInto('api_keys').values(toKeyRow(insert)).compile()] : []),
    ...act.audit.map((entry) =>
      entry.targetId === update?.id ? insertGuard(db, entry, update) : insertEntry(db, entry, insert?.revision ?? 0),
    ),
    ...(update ? [updateKey(db, update)] : []),
  ];
}

function assertAudited({ insert, update, audit }: AdministrativeAct): void {
  const touched = [insert?.id, update?.id].filter((id) => id !== undefined);
  const targets = new Set(audit.map((entry) => entry.targetId));
  if (audit.length === touched.length && touched.every((id) => targets.has(id))) return;
  throw new TypeError('An act has exactly one audit entry for each key that it makes or changes.');
}

function insertEntry(db: Db, entry: AuditEntry, revision: number): CompiledQuery {
  return db
    .insertInto('audit_log')
    .values({ ...entryColumns(entry), target_revision: revision })
    .compile();
}

function insertGuard(db: Db, entry: AuditEntry, update: KeyUpdate): CompiledQuery {
  return db
    .insertInto('audit_log')
    .values((query) => ({ ...entryColumns(entry), target_revision: nextRevision(query, update) }))
    .compile();
}

function nextRevision(query: ExpressionBuilder<Schema, 'audit_log'>, update: KeyUpdate) {
  const { id, revision, whileAnotherAdminAt: now } = update;
  const asExpected = query
    .selectFrom('api_keys as target')
    .select((target) => target('target.revision', '+', 1).as('next'))
    .where('target.id', '=', id)
    .where('target.revision', '=', revision);
  return now === undefined ? asExpected : asExpected.where((where) => where.exists(anotherAdmin(query, id, now)));
}

function anotherAdmin(query: ExpressionBuilder<Schema, 'audit_log'>, id: string, now: number) {
  return query
    .selectFrom('api_keys')
    .select('id')
    .where('role', '=', 'admin')
    .where('id', '!=', id)
    .where((where) => hasStatus(where, 'active', now));
}

function updateKey(db: Db, { id, revision, change }: KeyUpdate): CompiledQuery {
  return db
    .updateTable('api_keys')
    .set({ ...toChangedColumns(change), revision: revision + 1 })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .compile();
}
