import { grantScopes } from './scopes.ts';
import type { Approval, SessionChange, SessionRecord } from './session-record.ts';
import type { OAuthClient, TokenLives } from './sign-in-config.ts';

/** What a grant asked for, whatever kind it was. */
export interface SessionTerms {
  readonly client: Pick<OAuthClient, 'id' | 'name'>;
  /** Null: all that the person has. */
  readonly requestedScopes: readonly string[] | null;
  readonly audience: string;
  readonly dpopJkt: string | null;
}

export interface SessionBeginning {
  readonly id: string;
  readonly now: number;
  readonly address: string | null;
  /** When it ends unless it is refreshed, and whatever happens. */
  readonly ends: SessionEnds;
}

export interface SessionEnds {
  readonly expiresAt: number;
  readonly endsAt: number;
}

/** A new session for somebody who was approved. */
export function newSession(terms: SessionTerms, approval: Approval, beginning: SessionBeginning): SessionRecord {
  const { id, now, address, ends } = beginning;
  return {
    ...{ id, ...grantOf(approval, terms.requestedScopes), source: approval.source },
    ...{ clientId: terms.client.id, clientName: terms.client.name, requestedScopes: terms.requestedScopes },
    ...{ audience: terms.audience, dpopJkt: terms.dpopJkt },
    ...{ createdAt: now, createdIp: address, refreshedAt: now, refreshedIp: address },
    ...ends,
    ...{ revokedAt: null, revokedBy: null, revokedReason: null, revision: 1 },
  };
}

/** When a session that began then ends: after its idle time, at most at the end of its life and of what it rests on. */
export function sessionEnds(
  session: { readonly createdAt: number; readonly endsBy: number | null },
  lives: Pick<TokenLives, 'idle' | 'most'>,
  now: number,
): SessionEnds {
  const endsAt = Math.min(session.createdAt + lives.most * 1_000, session.endsBy ?? Infinity);
  return { endsAt, expiresAt: Math.min(now + lives.idle * 1_000, endsAt) };
}

/** What of a session follows from who the person is found to be. */
export function grantOf(
  approval: Approval,
  requestedScopes: readonly string[] | null,
): Required<Pick<SessionChange, 'principal' | 'tier' | 'role' | 'scopes' | 'limits' | 'upstreamSealed' | 'checkedAt'>> {
  const { principal, tier, role, scopes, limits, upstreamSealed, checkedAt } = approval;
  return { principal, tier, role, scopes: grantScopes(requestedScopes, scopes), limits, upstreamSealed, checkedAt };
}
