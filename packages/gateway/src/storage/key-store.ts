import type { SelectQueryBuilder } from 'kysely';
import type { KeyFilter, KeyPage, KeyStore } from '../ports/storage.ts';
import { statementsOf } from './administrative-act.ts';
import { doneOrConflict } from './constraint.ts';
import type { Database } from './database.ts';
import { keyConditions } from './key-conditions.ts';
import { fromKeyRow, type KeyRow } from './key-rows.ts';
import type { Db, Schema } from './schema.ts';

/** Keys over any dialect. */
export function createKeyStore({ db, batch }: Database): KeyStore {
  // Compiled once: building the statement costs more than SQLite takes to answer it.
  const byId = withUsage(db.selectFrom('api_keys').where('id', '=', '')).compile();

  return {
    async findById(id) {
      const { rows } = await db.executeQuery<KeyRow>({ ...byId, parameters: [id] });
      return rows[0] && fromKeyRow(rows[0]);
    },
    async findByDigest(digests) {
      if (digests.length === 0) return undefined;
      const row = await withUsage(db.selectFrom('api_keys').where('digest', 'in', digests)).executeTakeFirst();
      return row && fromKeyRow(row);
    },
    async list(filter, page) {
      const rows = await listQuery(db, filter, page).execute();
      return rows.map(fromKeyRow);
    },
    act: async (act) => doneOrConflict(batch(statementsOf(db, act))),
  };
}

function withUsage(query: SelectQueryBuilder<Schema, 'api_keys', object>) {
  return query
    .leftJoin('key_usage', 'key_usage.key_id', 'api_keys.id')
    .selectAll('api_keys')
    .select(['key_usage.use_count', 'key_usage.last_used_at', 'key_usage.last_used_ip']);
}

/** Pages by key set: an offset would skip or repeat rows when keys are made meanwhile. */
function listQuery(db: Db, filter: KeyFilter, page: KeyPage) {
  const wanted = db.selectFrom('api_keys').where((where) => where.and(keyConditions(where, filter, page)));
  return withUsage(wanted).orderBy('created_at', 'desc').orderBy('id').limit(page.limit);
}
