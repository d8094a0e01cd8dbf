import type { Identity, InvalidReason, NextStep, UnavailableReason, WicketgateErrorCode } from '@wicketgate/core';

/** The values of the context key `<id>.state`, exactly one of which holds. */
export const GATE_STATUSES = ['noKey', 'checking', 'active', 'grace', 'invalid', 'unavailable'] as const;
export type GateStatus = (typeof GATE_STATUSES)[number];

/**
 * Why there is no key: nobody entered one; somebody did in another window whose secrets this one cannot see before it is
 * reloaded; the host did not keep the one that was entered; there is no gateway to present one to; or its address is wrong.
 */
export type NoKeyReason = 'none' | 'elsewhere' | 'lost' | 'noUrl' | 'badUrl';

export interface NoKeyState {
  readonly status: 'noKey';
  readonly why: NoKeyReason;
}

/** There is a key, and nothing is known about it yet. */
export interface CheckingState {
  readonly status: 'checking';
}

/** The gateway said that the key is valid. Open. */
export interface ActiveState {
  readonly status: 'active';
  readonly identity: Identity;
  /** When the gateway said so: RFC 3339 UTC. */
  readonly checkedAt: string;
  /** True when the gateway's own store was out of reach and it answered from its cache. */
  readonly degraded: boolean;
}

/** The gateway cannot be asked, and a receipt that it signed stands in for it. Open, and visibly offline. */
export interface GraceState {
  readonly status: 'grace';
  readonly identity: Identity;
  /** When the gateway last said that the key is valid: RFC 3339 UTC. */
  readonly checkedAt: string;
  /** When the grace ends: RFC 3339 UTC. */
  readonly until: string;
  readonly because: UnavailableReason;
}

/** The key was refused. Shut. */
export interface InvalidState {
  readonly status: 'invalid';
  readonly reason: InvalidReason;
  readonly next: NextStep;
  readonly code: WicketgateErrorCode;
  readonly requestId?: string;
}

/** Nobody knows whether the key is valid: it may be good. Shut. */
export interface UnavailableState {
  readonly status: 'unavailable';
  readonly reason: UnavailableReason;
  readonly next: NextStep;
  /** Undefined when the grace ended without a new question. */
  readonly code?: WicketgateErrorCode;
  readonly requestId?: string;
}

/** What the gate knows. Decide with an exhaustive `switch` on `status`: only `active` and `grace` open anything. */
export type GateState = NoKeyState | CheckingState | ActiveState | GraceState | InvalidState | UnavailableState;

/** The states that are open. */
export type OpenState = ActiveState | GraceState;
