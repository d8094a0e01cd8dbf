import type { FromWire, WireIdentity } from '@wicketgate/contract';
import type { WicketgateErrorCode } from './errors.ts';

/**
 * Who a valid credential speaks for, and what it allows. Exactly one of `key` and `session` is not null. `expiresAt` is RFC
 * 3339 UTC: the end of the key or of the sign-in, or null when it does not end.
 */
export type Identity = FromWire<WireIdentity>;

/** What to do about a credential that did not open. */
export type NextStep =
  'check_key' | 'renew_key' | 'sign_in' | 'contact_operator' | 'check_network' | 'check_url' | 'retry_later';

export type InvalidReason = 'malformed' | 'unknown' | 'suspended' | 'revoked' | 'expired' | 'forbidden';
export type UnavailableReason = 'offline' | 'timeout' | 'throttled' | 'server';

/** That a receipt stands in for the gateway: until when (RFC 3339 UTC), and why the gateway could not be asked. */
export interface Grace {
  readonly until: string;
  readonly because: UnavailableReason;
  /** Milliseconds after which the gateway allows another try, when it said so. */
  readonly retryAfterMs?: number;
}

/** The key is valid. */
export interface ValidVerdict {
  readonly status: 'valid';
  /** Who said so: the gateway now, the gateway a short while ago, or a receipt it signed. */
  readonly via: 'gateway' | 'cache' | 'receipt';
  readonly identity: Identity;
  /** When the gateway said so: RFC 3339 UTC. */
  readonly checkedAt: string;
  /** True when the gateway's own store was out of reach and it answered from its cache. */
  readonly degraded: boolean;
  /** Only with `via: 'receipt'`. */
  readonly grace?: Grace;
}

/** The key is not valid: asking again does not change it. */
export interface InvalidVerdict {
  readonly status: 'invalid';
  readonly reason: InvalidReason;
  readonly code: WicketgateErrorCode;
  /** One or two sentences for people. */
  readonly message: string;
  readonly next: NextStep;
  /** Undefined when the gateway was not asked. */
  readonly requestId?: string;
}

/** Nobody knows: the gateway could not be asked, and no receipt stands in for it. */
export interface UnavailableVerdict {
  readonly status: 'unavailable';
  readonly reason: UnavailableReason;
  readonly code: WicketgateErrorCode;
  /** One or two sentences for people. */
  readonly message: string;
  readonly next: NextStep;
  /** Milliseconds after which the gateway allows another try, when it said so. */
  readonly retryAfterMs?: number;
  readonly requestId?: string;
}

/** What is known about a key. Decide with an exhaustive `switch` on `status`: only `valid` opens anything. */
export type Verdict = ValidVerdict | InvalidVerdict | UnavailableVerdict;
