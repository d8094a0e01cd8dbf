/** What is known of a device that waits, as its poll is decided by it. Times in milliseconds, the interval in seconds. */
export interface PolledGrant {
  readonly clientId: string;
  readonly dpopJkt: string | null;
  readonly expiresAt: number;
  readonly interval: number;
  readonly polledAt: number | null;
  readonly status: 'pending' | 'approved' | 'denied' | 'used';
}

/** Who polls. A client that is not named is taken to be the one that began. */
export interface Poller {
  readonly clientId: string | undefined;
  /** Thumbprint of the key that a proof came with; null without one. */
  readonly jkt: string | null;
}

export type PollDecision =
  | { readonly kind: 'approved' }
  | { readonly kind: 'refused'; readonly error: 'invalid_grant' | 'access_denied' | 'expired_token' }
  | {
      readonly kind: 'wait';
      readonly error: 'authorization_pending' | 'slow_down';
      readonly change: { readonly polledAt: number; readonly interval?: number };
    };

/** What a poll that comes too early adds to the interval, for good (RFC 8628 section 3.5). */
const SLOW_DOWN_SECONDS = 5;

/** Decides a poll of the token endpoint (RFC 8628 section 3.5). */
export function decidePoll(grant: PolledGrant, poller: Poller, now: number): PollDecision {
  if (poller.clientId !== undefined && poller.clientId !== grant.clientId) return refused('invalid_grant');
  if (grant.status === 'used') return refused('invalid_grant');
  if (grant.expiresAt <= now) return refused('expired_token');
  if (grant.status === 'denied') return refused('access_denied');
  if (grant.dpopJkt !== null && grant.dpopJkt !== poller.jkt) return refused('invalid_grant');
  if (grant.status === 'approved') return { kind: 'approved' };
  if (grant.polledAt === null || grant.interval * 1_000 <= now - grant.polledAt) {
    return { kind: 'wait', error: 'authorization_pending', change: { polledAt: now } };
  }
  const interval = grant.interval + SLOW_DOWN_SECONDS;
  return { kind: 'wait', error: 'slow_down', change: { polledAt: now, interval } };
}

/** Whether a person may still decide. */
export function isOpen({ status, expiresAt }: Pick<PolledGrant, 'status' | 'expiresAt'>, now: number): boolean {
  return status === 'pending' && now < expiresAt;
}

function refused(error: 'invalid_grant' | 'access_denied' | 'expired_token'): PollDecision {
  return { kind: 'refused', error };
}
