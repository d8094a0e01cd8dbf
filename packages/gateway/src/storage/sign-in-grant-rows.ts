import type { Insertable, Updateable } from 'kysely';
import type { Approval } from '../domain/session-record.ts';
import type { AuthorizationCode, DeviceGrant, DeviceGrantChange } from '../ports/sign-in-store.ts';
import { jsonReader, withoutUndefined } from './columns.ts';
import type { AuthorizationCodeTable, DeviceGrantTable } from './sign-in-schema.ts';

const parseColumn = jsonReader('grants');

const toJson = (value: unknown) => (value === null ? null : JSON.stringify(value));

export function toGrantRow(grant: DeviceGrant): Insertable<DeviceGrantTable> {
  return {
    id: grant.id,
    device_digest: grant.deviceDigest,
    user_digest: grant.userDigest,
    client_id: grant.clientId,
    requested_scopes: toJson(grant.requestedScopes),
    audience: grant.audience,
    dpop_jkt: grant.dpopJkt,
    asker_ip: grant.askerIp,
    created_at: grant.createdAt,
    expires_at: grant.expiresAt,
    poll_interval: grant.interval,
    polled_at: grant.polledAt,
    failures: grant.failures,
    status: grant.status,
    ...approvalColumns(grant.approval),
    session_id: null,
    revision: grant.revision,
  };
}

export function fromGrantRow(row: DeviceGrantTable): DeviceGrant {
  return {
    id: row.id,
    deviceDigest: row.device_digest,
    userDigest: row.user_digest,
    clientId: row.client_id,
    requestedScopes: scopesOf(row),
    audience: row.audience,
    dpopJkt: row.dpop_jkt,
    askerIp: row.asker_ip,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    interval: row.poll_interval,
    polledAt: row.polled_at,
    failures: row.failures,
    status: row.status,
    approval: row.approval === null ? null : (parseColumn(row.approval) as Approval),
    revision: row.revision,
  };
}

/** The columns of a change; members that are left out stay as they are. */
export function toChangedGrant(change: DeviceGrantChange): Updateable<DeviceGrantTable> {
  const { approval } = change;
  return withoutUndefined({
    poll_interval: change.interval,
    polled_at: change.polledAt,
    failures: change.failures,
    status: change.status,
    ...(approval !== undefined && approvalColumns(approval)),
  });
}

export function toCodeRow(code: AuthorizationCode): Insertable<AuthorizationCodeTable> {
  return {
    digest: code.digest,
    client_id: code.clientId,
    redirect_uri: code.redirectUri,
    code_challenge: code.codeChallenge,
    requested_scopes: toJson(code.requestedScopes),
    audience: code.audience,
    dpop_jkt: code.dpopJkt,
    approval: JSON.stringify(code.approval),
    principal_id: code.approval.principal.id,
    created_at: code.createdAt,
    expires_at: code.expiresAt,
    session_id: code.sessionId,
  };
}

export function fromCodeRow(row: AuthorizationCodeTable): AuthorizationCode {
  return {
    digest: row.digest,
    clientId: row.client_id,
    redirectUri: row.redirect_uri,
    codeChallenge: row.code_challenge,
    requestedScopes: scopesOf(row),
    audience: row.audience,
    dpopJkt: row.dpop_jkt,
    approval: parseColumn(row.approval) as Approval,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    sessionId: row.session_id,
  };
}

function scopesOf({ requested_scopes: json }: { readonly requested_scopes: string | null }): string[] | null {
  return json === null ? null : (parseColumn(json) as string[]);
}

function approvalColumns(approval: Approval | null): Pick<DeviceGrantTable, 'approval' | 'principal_id'> {
  return { approval: toJson(approval), principal_id: approval?.principal.id ?? null };
}
