import type { Grace, InvalidVerdict, UnavailableVerdict, ValidVerdict } from '@wicketgate/core';
import type { GateState, NoKeyReason } from './gate-state.ts';

/** A valid verdict that rests on a receipt, and says until when. */
export type GraceVerdict = ValidVerdict & { readonly grace: Grace };

/**
 * What happens to a gate. A subject is a number that grows with each change of the key or of the gateway: what is said about
 * an earlier subject says nothing about the present one.
 */
export type GateEvent =
  | { readonly type: 'sessionFound'; readonly subject: number }
  | { readonly type: 'sessionMissing'; readonly subject: number; readonly why: NoKeyReason }
  /** The gateway accepted the key, now. */
  | { readonly type: 'keyAccepted'; readonly subject: number; readonly verdict: ValidVerdict }
  /** The gateway could not be asked, and a receipt stands in for it. */
  | { readonly type: 'keyInGrace'; readonly subject: number; readonly verdict: GraceVerdict }
  | { readonly type: 'keyRefused'; readonly subject: number; readonly verdict: InvalidVerdict }
  | { readonly type: 'gatewayUnavailable'; readonly subject: number; readonly verdict: UnavailableVerdict }
  /** The end of a grace may have come. `now`: milliseconds since 1970. */
  | { readonly type: 'graceEnded'; readonly now: number };

/** The state, and the subject that it is about. */
export interface Machine {
  readonly subject: number;
  readonly state: GateState;
}
