import type { Insertable, Updateable } from 'kysely';
import type { KeyChange, KeyRecord, Metadata } from '../domain/key-record.ts';
import { jsonReader, limitColumns, limitsOfRow, withoutUndefined } from './columns.ts';
import type { ApiKeyTable, KeyUsageTable } from './schema.ts';

const parseColumn = jsonReader('keys');

/** A key joined with what is counted of it. */
export type KeyRow = ApiKeyTable & {
  readonly [Name in Exclude<keyof KeyUsageTable, 'key_id'>]: KeyUsageTable[Name] | null;
};

/** A name as searches compare it: compatibility forms and case apart. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

export function toKeyRow(record: KeyRecord): Insertable<ApiKeyTable> {
  return {
    id: record.id,
    kind: record.kind,
    shape: record.shape,
    hint: record.hint,
    name: record.name,
    name_folded: foldName(record.name),
    env: record.env,
    digest: record.digest,
    pepper_version: record.pepperVersion,
    owner_id: record.owner.id,
    owner_email: record.owner.email,
    owner_name: record.owner.name,
    tier: record.tier,
    role: record.role,
    scopes: JSON.stringify(record.scopes),
    ...limitColumns(record.limits),
    metadata: JSON.stringify(record.metadata),
    allowed_origins: JSON.stringify(record.allowedOrigins),
    allowed_servers: JSON.stringify(record.allowedServers),
    budget: record.budget,
    status: record.status,
    created_at: record.createdAt,
    created_by: record.createdBy,
    expires_at: record.expiresAt,
    suspended_at: record.suspendedAt,
    suspended_reason: record.suspendedReason,
    revoked_at: record.revokedAt,
    revoked_by: record.revokedBy,
    revoked_reason: record.revokedReason,
    rotated_from: record.rotatedFrom,
    rotated_to: record.rotatedTo,
    revision: record.revision,
  };
}

export function fromKeyRow(row: KeyRow): KeyRecord {
  return {
    id: row.id,
    kind: row.kind,
    shape: row.shape,
    hint: row.hint,
    name: row.name,
    env: row.env,
    digest: row.digest,
    pepperVersion: row.pepper_version,
    owner: { id: row.owner_id, email: row.owner_email, name: row.owner_name },
    tier: row.tier,
    role: row.role,
    scopes: parseColumn(row.scopes) as string[],
    limits: limitsOfRow(row),
    metadata: parseColumn(row.metadata) as Metadata,
    allowedOrigins: parseColumn(row.allowed_origins) as string[],
    allowedServers: parseColumn(row.allowed_servers) as string[],
    budget: row.budget,
    status: row.status,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    suspendedAt: row.suspended_at,
    suspendedReason: row.suspended_reason,
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
    revokedReason: row.revoked_reason,
    rotatedFrom: row.rotated_from,
    rotatedTo: row.rotated_to,
    lastUsedAt: row.last_used_at,
    lastUsedIp: row.last_used_ip,
    usageCount: row.use_count ?? 0,
    revision: row.revision,
  };
}

/** The columns of a change; members that are left out stay as they are. */
export function toChangedColumns(change: KeyChange): Updateable<ApiKeyTable> {
  const { name, owner, scopes, limits, metadata } = change;
  return {
    ...(name !== undefined && { name, name_folded: foldName(name) }),
    ...(owner && { owner_id: owner.id, owner_email: owner.email, owner_name: owner.name }),
    ...(scopes && { scopes: JSON.stringify(scopes) }),
    ...(limits !== undefined && limitColumns(limits)),
    ...(metadata && { metadata: JSON.stringify(metadata) }),
    ...plainColumns(change),
  };
}

function plainColumns(change: KeyChange): Updateable<ApiKeyTable> {
  return withoutUndefined({
    tier: change.tier,
    role: change.role,
    status: change.status,
    expires_at: change.expiresAt,
    suspended_at: change.suspendedAt,
    suspended_reason: change.suspendedReason,
    revoked_at: change.revokedAt,
    revoked_by: change.revokedBy,
    revoked_reason: change.revokedReason,
    rotated_to: change.rotatedTo,
    digest: change.digest,
    pepper_version: change.pepperVersion,
  });
}
