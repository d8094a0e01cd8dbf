import { type ColumnDefinitionBuilder, type CompiledQuery, sql } from 'kysely';
import type { Db } from '../schema.ts';

/** Sessions and their refresh tokens, and what leads to a session. */
export function signInMigration(db: Db): CompiledQuery[] {
  return [
    createSessions(db),
    createRefreshTokens(db),
    createDeviceGrants(db),
    createCodes(db),
    createInteractions(db),
    createUsedProofs(db),
    ...indexesOf(db),
  ];
}

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const key = (column: ColumnDefinitionBuilder) => column.primaryKey().notNull();

function createSessions(db: Db): CompiledQuery {
  return db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => key(column).check(sql`length(id) = 16`))
    .addColumn('principal_id', 'text', required)
    .addColumn('principal_email', 'text')
    .addColumn('principal_name', 'text')
    .addColumn('tier', 'text', (column) => required(column).check(sql`tier in ('free', 'pro', 'enterprise')`))
    .addColumn('role', 'text', (column) => required(column).check(sql`role in ('user', 'viewer', 'admin')`))
    .addColumn('scopes', 'text', required)
    .addColumn('limit_requests', 'integer', (column) => column.check(sql`limit_requests >= 1`))
    .addColumn('limit_window_seconds', 'integer', (column) => column.check(sql`limit_window_seconds >= 1`))
    .addColumn('limit_burst', 'integer', (column) => column.check(sql`limit_burst >= 1`))
    .addColumn('source_kind', 'text', (column) =>
      required(column).check(sql`source_kind in ('provider', 'key', 'federation')`),
    )
    .addColumn('source_id', 'text', required)
    .addColumn('source_subject', 'text')
    .addColumn('client_id', 'text', required)
    .addColumn('client_name', 'text', required)
    .addColumn('requested_scopes', 'text')
    .addColumn('audience', 'text', required)
    .addColumn('dpop_jkt', 'text')
    .addColumn('upstream_sealed', 'text')
    .addColumn('checked_at', 'bigint', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('created_ip', 'text')
    .addColumn('refreshed_at', 'bigint', required)
    .addColumn('refreshed_ip', 'text')
    .addColumn('expires_at', 'bigint', required)
    .addColumn('ends_at', 'bigint', required)
    .addColumn('revoked_at', 'bigint')
    .addColumn('revoked_by', 'text')
    .addColumn('revoked_reason', 'text')
    .addColumn('revision', 'integer', (column) => required(column).check(sql`revision >= 1`))
    .addCheckConstraint('sessions_source', sql`(source_kind = 'key') = (source_subject is null)`)
    .addCheckConstraint('sessions_ends', sql`expires_at <= ends_at`)
    .addCheckConstraint(
      'sessions_revoked',
      sql`(revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoked_reason is null)`,
    )
    .addCheckConstraint(
      'sessions_limits',
      sql`(limit_requests is null) = (limit_window_seconds is null) and (limit_requests is null) = (limit_burst is null)`,
    )
    .compile();
}

function createRefreshTokens(db: Db): CompiledQuery {
  return db.schema
    .createTable('refresh_tokens')
    .addColumn('digest', 'text', (column) => key(column).check(sql`length(digest) = 64`))
    .addColumn('session_id', 'text', (column) => required(column).references('sessions.id'))
    .addColumn('issued_at', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('used_at', 'bigint')
    .addColumn('child_digest', 'text', (column) => column.unique())
    .addColumn('child_sealed', 'text')
    .addCheckConstraint('refresh_tokens_used', sql`(used_at is null) = (child_digest is null)`)
    .addCheckConstraint('refresh_tokens_sealed', sql`used_at is not null or child_sealed is null`)
    .compile();
}

function createDeviceGrants(db: Db): CompiledQuery {
  return db.schema
    .createTable('device_grants')
    .addColumn('id', 'text', (column) => key(column).check(sql`length(id) = 32`))
    .addColumn('device_digest', 'text', (column) =>
      required(column)
        .unique()
        .check(sql`length(device_digest) = 64`),
    )
    .addColumn('user_digest', 'text', (column) =>
      required(column)
        .unique()
        .check(sql`length(user_digest) = 64`),
    )
    .addColumn('client_id', 'text', required)
    .addColumn('requested_scopes', 'text')
    .addColumn('audience', 'text', required)
    .addColumn('dpop_jkt', 'text')
    .addColumn('asker_ip', 'text')
    .addColumn('created_at', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('poll_interval', 'integer', (column) => required(column).check(sql`poll_interval >= 1`))
    .addColumn('polled_at', 'bigint')
    .addColumn('failures', 'integer', (column) => required(column).check(sql`failures >= 0`))
    .addColumn('status', 'text', (column) =>
      required(column).check(sql`status in ('pending', 'approved', 'denied', 'used')`),
    )
    .addColumn('approval', 'text')
    .addColumn('principal_id', 'text')
    .addColumn('session_id', 'text')
    .addColumn('revision', 'integer', (column) => required(column).check(sql`revision >= 1`))
    .addCheckConstraint('device_grants_approved', sql`(status = 'approved') = (approval is not null)`)
    .addCheckConstraint('device_grants_principal', sql`(approval is null) = (principal_id is null)`)
    .addCheckConstraint('device_grants_used', sql`(status = 'used') = (session_id is not null)`)
    .compile();
}

function createCodes(db: Db): CompiledQuery {
  return db.schema
    .createTable('authorization_codes')
    .addColumn('digest', 'text', (column) => key(column).check(sql`length(digest) = 64`))
    .addColumn('client_id', 'text', required)
    .addColumn('redirect_uri', 'text', required)
    .addColumn('code_challenge', 'text', required)
    .addColumn('requested_scopes', 'text')
    .addColumn('audience', 'text', required)
    .addColumn('dpop_jkt', 'text')
    .addColumn('approval', 'text', required)
    .addColumn('principal_id', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('session_id', 'text')
    .compile();
}

function createInteractions(db: Db): CompiledQuery {
  return db.schema
    .createTable('interactions')
    .addColumn('id', 'text', key)
    .addColumn('state', 'text', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('revision', 'integer', (column) => required(column).check(sql`revision >= 1`))
    .compile();
}

function createUsedProofs(db: Db): CompiledQuery {
  return db.schema
    .createTable('used_proofs')
    .addColumn('id', 'text', key)
    .addColumn('expires_at', 'bigint', required)
    .compile();
}

function indexesOf(db: Db): CompiledQuery[] {
  return [
    // The order of lists stands in each: a page of a filtered list is read from one index.
    sql`create index sessions_newest on sessions (created_at desc, id)`,
    sql`create index sessions_by_principal on sessions (principal_id, created_at desc, id)`,
    sql`create index sessions_by_client on sessions (client_id, created_at desc, id)`,
    // A session has one token that was not used: two would be two families.
    sql`create unique index refresh_tokens_newest on refresh_tokens (session_id) where used_at is null`,
    sql`create index refresh_tokens_by_session on refresh_tokens (session_id)`,
    // What pruning looks for.
    sql`create index sessions_by_end on sessions (expires_at)`,
    sql`create index sessions_by_revocation on sessions (revoked_at) where revoked_at is not null`,
    sql`create index refresh_tokens_by_end on refresh_tokens (expires_at)`,
    sql`create index refresh_tokens_sealed on refresh_tokens (used_at) where child_sealed is not null`,
    sql`create index device_grants_by_end on device_grants (expires_at)`,
    sql`create index authorization_codes_by_end on authorization_codes (expires_at)`,
    sql`create index interactions_by_end on interactions (expires_at)`,
    sql`create index used_proofs_by_end on used_proofs (expires_at)`,
  ].map((statement) => statement.compile(db));
}
