import type { GateState } from '../words/gate-state.ts';

/** What telemetry is told of a change: words of closed lists, no person, no key, no address. */
export interface StateEvent {
  readonly from: GateState['status'];
  readonly to: GateState['status'];
  readonly reason?: string;
}

/** Undefined when the status stays, for instance when a key was accepted once more. */
export function stateEvent(before: GateState, after: GateState): StateEvent | undefined {
  if (before.status === after.status) return undefined;
  return { from: before.status, to: after.status, ...('reason' in after && { reason: after.reason }) };
}
