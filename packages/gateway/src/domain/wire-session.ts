import type { WireSession } from '@wicketgate/contract';
import { type SessionRecord, sessionStateOf } from './session-record.ts';
import { toInstant, toOptionalInstant } from './wire-values.ts';

/** A sign-in as administrators see it. What its provider gave, its audience and its revision stay inside. */
export function toWireSession(session: SessionRecord, now: number): WireSession {
  return {
    id: session.id,
    principal: { ...session.principal },
    tier: session.tier,
    role: session.role,
    scopes: [...session.scopes],
    client_id: session.clientId,
    client_name: session.clientName,
    source: session.source.kind,
    source_id: session.source.id,
    status: sessionStateOf(session, now),
    created_at: toInstant(session.createdAt),
    created_ip: session.createdIp,
    refreshed_at: toInstant(session.refreshedAt),
    refreshed_ip: session.refreshedIp,
    expires_at: toInstant(session.expiresAt),
    ends_at: toInstant(session.endsAt),
    checked_at: toInstant(session.checkedAt),
    dpop: session.dpopJkt !== null,
    revoked_at: toOptionalInstant(session.revokedAt),
    revoked_by: session.revokedBy,
    revoked_reason: session.revokedReason,
  };
}
