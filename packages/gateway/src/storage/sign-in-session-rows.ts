import type { Insertable, Updateable } from 'kysely';
import type { SessionChange, SessionRecord, SessionSource } from '../domain/session-record.ts';
import type { RefreshToken } from '../ports/sign-in-store.ts';
import { StorageError } from '../ports/storage-error.ts';
import { jsonReader, limitColumns, limitsOfRow, withoutUndefined } from './columns.ts';
import type { RefreshTokenTable, SessionTable } from './sign-in-schema.ts';

const parseColumn = jsonReader('sessions');

export function toSessionRow(session: SessionRecord): Insertable<SessionTable> {
  return {
    id: session.id,
    ...principalColumns(session.principal),
    tier: session.tier,
    role: session.role,
    scopes: JSON.stringify(session.scopes),
    ...limitColumns(session.limits),
    source_kind: session.source.kind,
    source_id: session.source.id,
    source_subject: session.source.kind === 'key' ? null : session.source.subject,
    client_id: session.clientId,
    client_name: session.clientName,
    requested_scopes: session.requestedScopes && JSON.stringify(session.requestedScopes),
    audience: session.audience,
    dpop_jkt: session.dpopJkt,
    upstream_sealed: session.upstreamSealed,
    checked_at: session.checkedAt,
    created_at: session.createdAt,
    created_ip: session.createdIp,
    refreshed_at: session.refreshedAt,
    refreshed_ip: session.refreshedIp,
    expires_at: session.expiresAt,
    ends_at: session.endsAt,
    revoked_at: session.revokedAt,
    revoked_by: session.revokedBy,
    revoked_reason: session.revokedReason,
    revision: session.revision,
  };
}

export function fromSessionRow(row: SessionTable): SessionRecord {
  return {
    id: row.id,
    principal: { id: row.principal_id, email: row.principal_email, name: row.principal_name },
    tier: row.tier,
    role: row.role,
    scopes: parseColumn(row.scopes) as string[],
    limits: limitsOfRow(row),
    source: sourceOfRow(row),
    clientId: row.client_id,
    clientName: row.client_name,
    requestedScopes: row.requested_scopes === null ? null : (parseColumn(row.requested_scopes) as string[]),
    audience: row.audience,
    dpopJkt: row.dpop_jkt,
    upstreamSealed: row.upstream_sealed,
    checkedAt: row.checked_at,
    createdAt: row.created_at,
    createdIp: row.created_ip,
    refreshedAt: row.refreshed_at,
    refreshedIp: row.refreshed_ip,
    expiresAt: row.expires_at,
    endsAt: row.ends_at,
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
    revokedReason: row.revoked_reason,
    revision: row.revision,
  };
}

/** The columns of a change; members that are left out stay as they are. */
export function toChangedSession(change: SessionChange): Updateable<SessionTable> {
  const { principal, scopes, limits } = change;
  return {
    ...(principal && principalColumns(principal)),
    ...(scopes && { scopes: JSON.stringify(scopes) }),
    ...(limits !== undefined && limitColumns(limits)),
    ...withoutUndefined({
      tier: change.tier,
      role: change.role,
      upstream_sealed: change.upstreamSealed,
      checked_at: change.checkedAt,
      refreshed_at: change.refreshedAt,
      refreshed_ip: change.refreshedIp,
      expires_at: change.expiresAt,
      ends_at: change.endsAt,
      revoked_at: change.revokedAt,
      revoked_by: change.revokedBy,
      revoked_reason: change.revokedReason,
    }),
  };
}

export function toTokenRow(token: RefreshToken): Insertable<RefreshTokenTable> {
  return {
    digest: token.digest,
    session_id: token.sessionId,
    issued_at: token.issuedAt,
    expires_at: token.expiresAt,
    used_at: token.usedAt,
    child_digest: token.childDigest,
    child_sealed: token.childSealed,
  };
}

export function fromTokenRow(row: RefreshTokenTable): RefreshToken {
  return {
    digest: row.digest,
    sessionId: row.session_id,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    childDigest: row.child_digest,
    childSealed: row.child_sealed,
  };
}

function principalColumns({ id, email, name }: SessionRecord['principal']) {
  return { principal_id: id, principal_email: email, principal_name: name };
}

function sourceOfRow({ source_kind: kind, source_id: id, source_subject: subject }: SessionTable): SessionSource {
  if (kind === 'key') return { kind, id };
  if (subject !== null) return { kind, id, subject };
  throw new StorageError('corrupt', 'A session names nobody as its source: restore the database from a backup.');
}
