import type { KeyChange, KeyRecord, Limits, Metadata } from './key-record.ts';

type Details = Readonly<Record<string, unknown>>;

/** What the audit trail says of a change: members by their wire names, with their new values. */
export function detailsOfChange(change: KeyChange): Details {
  const { name, owner, tier, role, scopes, limits, metadata, expiresAt, rotatedTo } = change;
  return withoutUndefined({
    name,
    owner,
    tier,
    role,
    scopes,
    limits: limits && wireLimits(limits),
    metadata: metadata && namesOf(metadata),
    expires_at: expiresAt && new Date(expiresAt).toISOString(),
    reason: change.revokedReason ?? change.suspendedReason ?? undefined,
    successor: rotatedTo,
  });
}

/** What the audit trail says of a new key. Its digest and text are no part of it. */
export function detailsOfKey(record: KeyRecord): Details {
  const { name, owner, tier, role, scopes, limits, metadata, expiresAt } = record;
  return {
    kind: record.kind,
    env: record.env,
    ...(record.shape !== null && { shape: record.shape }),
    ...(record.rotatedFrom !== null && { predecessor: record.rotatedFrom }),
    ...detailsOfChange({ name, owner, tier, role, scopes, limits, metadata, expiresAt }),
  };
}

function wireLimits({ requests, windowSeconds, burst }: Limits) {
  return { requests, window_seconds: windowSeconds, burst };
}

/** Names alone: the values are an operator's free text, and the trail is kept for good. */
function namesOf(metadata: Metadata): string[] {
  return Object.keys(metadata);
}

function withoutUndefined(members: Record<string, unknown>): Details {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
