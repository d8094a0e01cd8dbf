import type { WireKey } from '@wicketgate/contract';
import { stateOf } from './key-lifecycle.ts';
import type { KeyRecord } from './key-record.ts';
import { limitsOf } from './tier-limits.ts';
import { toInstant, toOptionalInstant, toWireLimits } from './wire-values.ts';

/** A key as administrators see it. Its digest and revision stay inside. */
export function toWireKey(record: KeyRecord, now: number): WireKey {
  return {
    id: record.id,
    kind: record.kind,
    hint: record.hint,
    name: record.name,
    env: record.env,
    owner: { ...record.owner },
    tier: record.tier,
    role: record.role,
    scopes: [...record.scopes],
    limits: toWireLimits(limitsOf(record)),
    metadata: { ...record.metadata },
    status: stateOf(record, now),
    created_at: toInstant(record.createdAt),
    created_by: record.createdBy,
    expires_at: toOptionalInstant(record.expiresAt),
    suspended_at: toOptionalInstant(record.suspendedAt),
    suspended_reason: record.suspendedReason,
    revoked_at: toOptionalInstant(record.revokedAt),
    revoked_by: record.revokedBy,
    revoked_reason: record.revokedReason,
    rotated_from: record.rotatedFrom,
    rotated_to: record.rotatedTo,
    last_used_at: toOptionalInstant(record.lastUsedAt),
    last_used_ip: record.lastUsedIp,
    usage_count: record.usageCount,
  };
}
