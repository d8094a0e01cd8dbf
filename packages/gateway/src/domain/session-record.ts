import type { Role, Tier } from '@wicketgate/contract';
import type { Limits, Owner } from './key-record.ts';

/** How a person or workload proved who they are. */
export type SessionSource =
  | { readonly kind: 'provider'; readonly id: string; readonly subject: string }
  | { readonly kind: 'key'; readonly id: string }
  | { readonly kind: 'federation'; readonly id: string; readonly subject: string };

/** Somebody who may come in, and what they get. */
export interface Approval {
  readonly principal: Owner;
  readonly tier: Tier;
  readonly role: Role;
  readonly scopes: readonly string[];
  /** Null: the limits of the tier. */
  readonly limits: Limits | null;
  readonly source: SessionSource;
  /** The provider's refresh token, sealed for the session's source; null when there is none. */
  readonly upstreamSealed: string | null;
  /** When the membership, or the key, was found to be good. Milliseconds since 1970. */
  readonly checkedAt: number;
  /** The sign-in ends no later than this (the end of the key, of the rule's life); null without such an end. */
  readonly endsBy: number | null;
}

/** A sign-in as it is stored. Times are milliseconds since 1970. No token is in it. */
export interface SessionRecord {
  /** 16 base62 characters. */
  readonly id: string;
  readonly principal: Owner;
  readonly tier: Tier;
  readonly role: Role;
  /** What was granted: what was asked for, as far as the person has it. */
  readonly scopes: readonly string[];
  readonly limits: Limits | null;
  readonly source: SessionSource;
  readonly clientId: string;
  readonly clientName: string;
  /** What was asked for; null for all that the person has. */
  readonly requestedScopes: readonly string[] | null;
  /** `aud` of its access tokens. */
  readonly audience: string;
  /** JWK thumbprint of the key that the tokens are bound to (RFC 9449 section 6.1); null for bearer tokens. */
  readonly dpopJkt: string | null;
  readonly upstreamSealed: string | null;
  readonly checkedAt: number;
  readonly createdAt: number;
  readonly createdIp: string | null;
  readonly refreshedAt: number;
  readonly refreshedIp: string | null;
  readonly expiresAt: number;
  readonly endsAt: number;
  readonly revokedAt: number | null;
  readonly revokedBy: string | null;
  readonly revokedReason: string | null;
  /** Grows by one with every change. */
  readonly revision: number;
}

/** Members of a session that change. */
export type SessionChange = Partial<
  Pick<
    SessionRecord,
    | 'principal'
    | 'tier'
    | 'role'
    | 'scopes'
    | 'limits'
    | 'upstreamSealed'
    | 'checkedAt'
    | 'refreshedAt'
    | 'refreshedIp'
    | 'expiresAt'
    | 'endsAt'
    | 'revokedAt'
    | 'revokedBy'
    | 'revokedReason'
  >
>;

export type SessionState = 'active' | 'expired' | 'revoked';

/** Revoked, then expired, then active. */
export function sessionStateOf(session: Pick<SessionRecord, 'revokedAt' | 'expiresAt'>, now: number): SessionState {
  if (session.revokedAt !== null) return 'revoked';
  return session.expiresAt <= now ? 'expired' : 'active';
}
