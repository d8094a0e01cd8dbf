import type { KeyEnvironment, Role, Tier } from '@wicketgate/contract';

/** How often a key may call: `requests` per `windowSeconds` on average, `burst` at once. */
export interface Limits {
  readonly requests: number;
  readonly windowSeconds: number;
  readonly burst: number;
}

export interface Owner {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
}

export type Metadata = Readonly<Record<string, string | number | boolean | null>>;

/** A key as it is stored. Times are milliseconds since 1970. The key's text is nowhere in it. */
export interface KeyRecord {
  readonly id: string;
  readonly kind: 'issued' | 'imported';
  /** Name of the foreign shape of an imported key. */
  readonly shape: string | null;
  readonly hint: string;
  readonly name: string;
  readonly env: KeyEnvironment;
  /** HMAC-SHA-256 with the pepper over the SHA-256 of the whole key: 64 hexadecimal digits. */
  readonly digest: string;
  readonly pepperVersion: number;
  readonly owner: Owner;
  readonly tier: Tier;
  readonly role: Role;
  readonly scopes: readonly string[];
  /** Null: the limits of the tier. */
  readonly limits: Limits | null;
  readonly metadata: Metadata;
  /** Origins of pages that may use the key, and upstream servers it may reach; `*` is all, an empty list none. */
  readonly allowedOrigins: readonly string[];
  readonly allowedServers: readonly string[];
  /** Credits per month; null without a budget. */
  readonly budget: number | null;
  readonly status: 'active' | 'suspended' | 'revoked';
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number | null;
  readonly suspendedAt: number | null;
  readonly suspendedReason: string | null;
  readonly revokedAt: number | null;
  readonly revokedBy: string | null;
  readonly revokedReason: string | null;
  readonly rotatedFrom: string | null;
  readonly rotatedTo: string | null;
  readonly lastUsedAt: number | null;
  readonly lastUsedIp: string | null;
  readonly usageCount: number;
  /** Grows by one with every administrative change: guards concurrent edits. */
  readonly revision: number;
}

/** Members of a key that administration may change once it is made. */
export type KeyChange = Partial<
  Pick<
    KeyRecord,
    | 'name'
    | 'owner'
    | 'tier'
    | 'role'
    | 'scopes'
    | 'limits'
    | 'metadata'
    | 'status'
    | 'expiresAt'
    | 'suspendedAt'
    | 'suspendedReason'
    | 'revokedAt'
    | 'revokedBy'
    | 'revokedReason'
    | 'rotatedTo'
    | 'digest'
    | 'pepperVersion'
  >
>;
