import { type CompiledQuery, sql } from 'kysely';
import type { AuditEntry } from '../ports/storage.ts';
import { entryColumns } from './audit-rows.ts';
import type { Db } from './schema.ts';

/** A row that may change only while it has this revision. */
export interface Guarded {
  readonly table: 'sessions' | 'device_grants';
  readonly id: string;
  readonly revision: number;
}

/**
 * The first statements of a batch that changes a row: they fail, and the batch with them, unless the row has the revision
 * still. The entry takes its `target_revision` from it: that is missing (not null) when another change came first.
 */
export function guardStatements(db: Db, { table, id, revision }: Guarded, entry: AuditEntry): CompiledQuery[] {
  if (entry.targetId !== id) throw new TypeError('A change has one audit entry, whose target is what it changes.');
  const entryOfChange = db.insertInto('audit_log').values((query) => ({
    ...entryColumns(entry),
    target_revision: query
      .selectFrom(table)
      .select((row) => row('revision', '+', 1).as('next'))
      .where('id', '=', id)
      .where('revision', '=', revision),
  }));
  return [holdRow(db, { table, id, revision }), entryOfChange.compile()];
}

/**
 * Keeps every other writer from the row until the batch ends, where writers do not wait for each other anyway: a change
 * without an entry of its own, such as a revocation of many, would else slip in behind the guard.
 */
function holdRow(db: Db, { table, id, revision }: Guarded): CompiledQuery {
  return sql`update ${sql.table(table)} set revision = revision where id = ${id} and revision = ${revision}`.compile(
    db,
  );
}

/** An entry for what has no revision: it takes the next number of its target. */
export function looseEntry(db: Db, entry: AuditEntry): CompiledQuery {
  return db
    .insertInto('audit_log')
    .values((query) => ({
      ...entryColumns(entry),
      target_revision: query
        .selectFrom('audit_log as earlier')
        .select(sql<number>`coalesce(max(earlier.target_revision), 0) + 1`.as('next'))
        .where('earlier.target_id', '=', entry.targetId),
    }))
    .compile();
}
