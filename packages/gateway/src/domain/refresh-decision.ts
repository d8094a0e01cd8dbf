import { type SessionRecord, sessionStateOf } from './session-record.ts';

/** How long after its first use a parent still gets its child, in milliseconds, inclusive. */
export const GRACE_MS = 30_000;

/** A refresh token as a refresh is decided by it. Times are milliseconds since 1970. */
export interface PresentedRefresh {
  readonly expiresAt: number;
  readonly usedAt: number | null;
  readonly childSealed: string | null;
}

/** What is known when a refresh token is presented. */
export interface RefreshFacts {
  readonly token: PresentedRefresh;
  readonly session: Pick<SessionRecord, 'clientId' | 'dpopJkt' | 'revokedAt' | 'expiresAt'>;
  /** The token that the presented one was exchanged for; undefined before that, and once it is deleted. */
  readonly child: Pick<PresentedRefresh, 'usedAt'> | undefined;
}

/** Who presents it. A client that is not named is taken to be the session's. */
export interface Refresher {
  readonly clientId: string | undefined;
  /** Thumbprint of the key that a proof came with; null without one. */
  readonly jkt: string | null;
}

/**
 * `rotate`: the newest; it gets a child. `again`: a parent whose answer may have been lost; it gets the same child.
 * `reuse`: somebody holds a copy; the session ends. `refused`: nothing changes.
 */
export type RefreshDecision =
  | { readonly kind: 'rotate' }
  | { readonly kind: 'again'; readonly childSealed: string }
  | { readonly kind: 'reuse' }
  | { readonly kind: 'refused'; readonly why: 'ended' | 'expired' | 'other_client' | 'other_key' };

/**
 * Decides a refresh (RFC 6749 section 10.4, RFC 9700 section 4.14.2). A used token that comes back is a copy, unless
 * its holder could have missed the answer: soon after, the child unused, the same client and key.
 */
export function decideRefresh({ token, session, child }: RefreshFacts, by: Refresher, now: number): RefreshDecision {
  if (sessionStateOf(session, now) !== 'active') return { kind: 'refused', why: 'ended' };
  const otherClient = by.clientId !== undefined && by.clientId !== session.clientId;
  const otherKey = session.dpopJkt !== null && session.dpopJkt !== by.jkt;
  if (token.usedAt === null) {
    if (token.expiresAt <= now) return { kind: 'refused', why: 'expired' };
    if (otherClient) return { kind: 'refused', why: 'other_client' };
    return otherKey ? { kind: 'refused', why: 'other_key' } : { kind: 'rotate' };
  }
  // Another process may have used it by a clock that runs ahead of this one.
  const isSoon = Math.abs(now - token.usedAt) <= GRACE_MS;
  const mayHaveMissedIt = isSoon && !otherClient && !otherKey && child?.usedAt === null;
  return mayHaveMissedIt && token.childSealed !== null
    ? { kind: 'again', childSealed: token.childSealed }
    : { kind: 'reuse' };
}
