import type { KeyEnvironment, Role, Tier } from '@wicketgate/contract';
import type { Kysely } from 'kysely';
import type { SignInSchema } from './sign-in-schema.ts';

/** Times are milliseconds since 1970; lists, metadata and details are JSON. */
export interface ApiKeyTable {
  readonly id: string;
  readonly kind: 'issued' | 'imported';
  readonly shape: string | null;
  readonly hint: string;
  readonly name: string;
  /** The name in one case, for searches: databases fold no more than ASCII. */
  readonly name_folded: string;
  readonly env: KeyEnvironment;
  readonly digest: string;
  readonly pepper_version: number;
  readonly owner_id: string;
  readonly owner_email: string | null;
  readonly owner_name: string | null;
  readonly tier: Tier;
  readonly role: Role;
  readonly scopes: string;
  readonly limit_requests: number | null;
  readonly limit_window_seconds: number | null;
  readonly limit_burst: number | null;
  readonly metadata: string;
  readonly allowed_origins: string;
  readonly allowed_servers: string;
  readonly budget: number | null;
  readonly status: 'active' | 'suspended' | 'revoked';
  readonly created_at: number;
  readonly created_by: string;
  readonly expires_at: number | null;
  readonly suspended_at: number | null;
  readonly suspended_reason: string | null;
  readonly revoked_at: number | null;
  readonly revoked_by: string | null;
  readonly revoked_reason: string | null;
  readonly rotated_from: string | null;
  readonly rotated_to: string | null;
  readonly revision: number;
}

/** Apart from the keys, so that counting never touches the rows that verification reads. */
export interface KeyUsageTable {
  /** Of a key its id; of the sign-ins of a principal the name of `principalUsageName`. */
  readonly key_id: string;
  readonly use_count: number;
  readonly last_used_at: number;
  readonly last_used_ip: string | null;
}

export interface RefusalTable {
  readonly minute: number;
  readonly address: string;
  /** Empty without a key: a null would make every row of a unique index different. */
  readonly key_id: string;
  readonly reason: string;
  readonly refusals: number;
}

export interface AuditTable {
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly actor_ip: string | null;
  readonly request_id: string;
  readonly action: string;
  readonly target_id: string;
  /** The target's revision after the act. */
  readonly target_revision: number;
  readonly details: string;
}

export interface FactTable {
  readonly name: string;
  readonly value: string;
}

export interface MigrationTable {
  readonly id: number;
  readonly name: string;
}

export interface Schema extends SignInSchema {
  readonly api_keys: ApiKeyTable;
  readonly key_usage: KeyUsageTable;
  readonly refusals: RefusalTable;
  readonly audit_log: AuditTable;
  readonly store_facts: FactTable;
  readonly schema_migrations: MigrationTable;
}

export type Db = Kysely<Schema>;
