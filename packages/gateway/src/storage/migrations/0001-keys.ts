import { type CompiledQuery, sql } from 'kysely';
import type { Db } from '../schema.ts';

/** Keys, what is counted of them, the audit trail, and facts about the store. */
export function keysMigration(db: Db): CompiledQuery[] {
  return [createKeys(db), ...indexKeys(db), createUsage(db), createRefusals(db), createAudit(db), createFacts(db)];
}

function createKeys(db: Db): CompiledQuery {
  return db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull().check(sql`kind in ('issued', 'imported')`))
    .addColumn('shape', 'text')
    .addColumn('hint', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_folded', 'text', (column) => column.notNull())
    .addColumn('env', 'text', (column) => column.notNull().check(sql`env in ('live', 'test')`))
    .addColumn('digest', 'text', (column) =>
      column
        .notNull()
        .unique()
        .check(sql`length(digest) = 64`),
    )
    .addColumn('pepper_version', 'integer', (column) => column.notNull().check(sql`pepper_version >= 1`))
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('owner_email', 'text')
    .addColumn('owner_name', 'text')
    .addColumn('tier', 'text', (column) => column.notNull().check(sql`tier in ('free', 'pro', 'enterprise')`))
    .addColumn('role', 'text', (column) => column.notNull().check(sql`role in ('user', 'viewer', 'admin')`))
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('limit_requests', 'integer', (column) => column.check(sql`limit_requests >= 1`))
    .addColumn('limit_window_seconds', 'integer', (column) => column.check(sql`limit_window_seconds >= 1`))
    .addColumn('limit_burst', 'integer', (column) => column.check(sql`limit_burst >= 1`))
    .addColumn('metadata', 'text', (column) => column.notNull())
    .addColumn('allowed_origins', 'text', (column) => column.notNull())
    .addColumn('allowed_servers', 'text', (column) => column.notNull())
    .addColumn('budget', 'bigint', (column) => column.check(sql`budget >= 0`))
    .addColumn('status', 'text', (column) => column.notNull().check(sql`status in ('active', 'suspended', 'revoked')`))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('suspended_at', 'bigint')
    .addColumn('suspended_reason', 'text')
    .addColumn('revoked_at', 'bigint')
    .addColumn('revoked_by', 'text')
    .addColumn('revoked_reason', 'text')
    .addColumn('rotated_from', 'text', (column) => column.references('api_keys.id'))
    .addColumn('rotated_to', 'text', (column) => column.references('api_keys.id'))
    .addColumn('revision', 'integer', (column) => column.notNull().check(sql`revision >= 1`))
    .addCheckConstraint('api_keys_shape', sql`(kind = 'imported') = (shape is not null)`)
    .addCheckConstraint('api_keys_suspended', sql`status <> 'suspended' or suspended_at is not null`)
    .addCheckConstraint(
      'api_keys_revoked',
      sql`(status = 'revoked') = (revoked_at is not null and revoked_by is not null and revoked_reason is not null)`,
    )
    .addCheckConstraint(
      'api_keys_limits',
      sql`(limit_requests is null) = (limit_window_seconds is null) and (limit_requests is null) = (limit_burst is null)`,
    )
    .compile();
}

/** The order of lists stands in each: a page of a filtered list is read from one index. */
function indexKeys(db: Db): CompiledQuery[] {
  return [
    sql`create index api_keys_newest on api_keys (created_at desc, id)`.compile(db),
    sql`create index api_keys_by_owner on api_keys (owner_id, created_at desc, id)`.compile(db),
    sql`create index api_keys_by_status on api_keys (status, created_at desc, id)`.compile(db),
  ];
}

/** No foreign key: a batch that counts for a key which a restored backup does not know must not fail for ever. */
function createUsage(db: Db): CompiledQuery {
  return db.schema
    .createTable('key_usage')
    .addColumn('key_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('use_count', 'bigint', (column) => column.notNull().check(sql`use_count >= 0`))
    .addColumn('last_used_at', 'bigint', (column) => column.notNull())
    .addColumn('last_used_ip', 'text')
    .compile();
}

function createRefusals(db: Db): CompiledQuery {
  return db.schema
    .createTable('refusals')
    .addColumn('minute', 'bigint', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('refusals', 'bigint', (column) => column.notNull().check(sql`refusals >= 1`))
    .addPrimaryKeyConstraint('refusals_key', ['minute', 'address', 'key_id', 'reason'])
    .compile();
}

function createAudit(db: Db): CompiledQuery {
  return (
    db.schema
      .createTable('audit_log')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('actor_ip', 'text')
      .addColumn('request_id', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('target_id', 'text', (column) => column.notNull())
      .addColumn('target_revision', 'integer', (column) => column.notNull())
      .addColumn('details', 'text', (column) => column.notNull())
      // Serves the trail of one key, and lets no two acts lead to the same revision.
      .addUniqueConstraint('audit_log_by_target', ['target_id', 'target_revision'])
      .compile()
  );
}

function createFacts(db: Db): CompiledQuery {
  return db.schema
    .createTable('store_facts')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .compile();
}
