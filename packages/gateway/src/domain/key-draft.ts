import type { FieldError, KeyEnvironment, Role, Tier } from '@wicketgate/contract';
import type { KeyRecord, Limits, Metadata, Owner } from './key-record.ts';

/** What is said of a key when it is made. Left out: `live`, `free`, `user`, no scopes, the tier's limits, no end, no facts. */
export interface KeyDraft {
  readonly name: string;
  readonly owner: Owner;
  readonly env?: KeyEnvironment | undefined;
  readonly tier?: Tier | undefined;
  readonly role?: Role | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly limits?: Limits | null | undefined;
  /** Milliseconds since 1970; null is never. */
  readonly expiresAt?: number | null | undefined;
  readonly metadata?: Metadata | undefined;
}

/** What an edit changes: members that are left out stay as they are. */
export type KeyEdit = Partial<Omit<KeyDraft, 'env'>>;

/** The last instant that RFC 3339 can write. */
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** What is wrong with a draft beyond its shape, member by member as the wire names them. */
export function flawsOfDraft(draft: KeyDraft, environments: readonly KeyEnvironment[], now: number): FieldError[] {
  const env = draft.env ?? 'live';
  const wrongEnv = {
    field: 'env',
    message: `must be an environment that this gateway accepts: ${environments.join(', ')}`,
  };
  return [...(environments.includes(env) ? [] : [wrongEnv]), ...flawsOfEnd(draft.expiresAt, now)];
}

/** What is wrong with the end of a key: it must lie ahead. */
export function flawsOfEnd(expiresAt: number | null | undefined, now: number): FieldError[] {
  if (expiresAt === undefined || expiresAt === null) return [];
  if (!Number.isInteger(expiresAt) || expiresAt > LAST_INSTANT)
    return [{ field: 'expires_at', message: 'must be an instant' }];
  return expiresAt > now ? [] : [{ field: 'expires_at', message: 'must lie in the future' }];
}

/** What a key gets when it is made, rather than from its draft. */
export type MadeMembers = Pick<
  KeyRecord,
  'id' | 'kind' | 'shape' | 'hint' | 'env' | 'digest' | 'pepperVersion' | 'createdAt' | 'createdBy'
>;

const BLANK = {
  status: 'active',
  suspendedAt: null,
  suspendedReason: null,
  revokedAt: null,
  revokedBy: null,
  revokedReason: null,
  rotatedFrom: null,
  rotatedTo: null,
  lastUsedAt: null,
  lastUsedIp: null,
  usageCount: 0,
  revision: 1,
} as const satisfies Partial<KeyRecord>;

/** The record of a new key. */
export function recordOfDraft(draft: KeyDraft, made: MadeMembers): KeyRecord {
  return {
    ...BLANK,
    ...made,
    name: draft.name,
    owner: draft.owner,
    tier: draft.tier ?? 'free',
    role: draft.role ?? 'user',
    scopes: draft.scopes ?? [],
    limits: draft.limits ?? null,
    metadata: draft.metadata ?? {},
    allowedOrigins: [],
    allowedServers: [],
    budget: null,
    expiresAt: draft.expiresAt ?? null,
  };
}

/** The record of a key that takes over everything an operator has said of another. */
export function successorOf(record: KeyRecord, made: MadeMembers): KeyRecord {
  return { ...record, ...BLANK, ...made, rotatedFrom: record.id };
}
