import type { GateEvent, Machine } from '../words/gate-event.ts';
import type { ActiveState, GateState, GraceState, InvalidState, UnavailableState } from '../words/gate-state.ts';

/** What a gate begins with: nobody has looked for a key yet. */
export const INITIAL: Machine = { subject: 0, state: { status: 'noKey', why: 'none' } };

type VerdictEvent = Exclude<GateEvent, { readonly type: 'sessionFound' | 'sessionMissing' | 'graceEnded' }>;

/**
 * All that can happen to a gate, in one place. Answers the very same machine when an event changes nothing: what is said
 * about another subject, what is said of a key that is not there, and the end of a grace that has not come.
 */
export function reduce(machine: Machine, event: GateEvent): Machine {
  switch (event.type) {
    case 'sessionFound':
      return replace(machine, event.subject, { status: 'checking' });
    case 'sessionMissing':
      return replace(machine, event.subject, { status: 'noKey', why: event.why });
    case 'graceEnded':
      return withState(machine, afterGrace(machine.state, event.now));
    case 'keyAccepted':
    case 'keyInGrace':
    case 'keyRefused':
    case 'gatewayUnavailable':
      return event.subject === machine.subject ? withState(machine, afterVerdict(machine.state, event)) : machine;
  }
}

/** Only a later subject replaces the present one: what was read before it is stale. */
function replace(machine: Machine, subject: number, state: GateState): Machine {
  return subject > machine.subject ? { subject, state } : machine;
}

function withState(machine: Machine, state: GateState): Machine {
  return state === machine.state ? machine : { ...machine, state };
}

function afterVerdict(state: GateState, event: VerdictEvent): GateState {
  switch (state.status) {
    case 'noKey':
      return state;
    // A refusal stands until the gateway itself accepts the key: cutting the network must not reopen anything.
    case 'invalid':
      return event.type === 'keyAccepted' || event.type === 'keyRefused' ? stateOf(event) : state;
    case 'checking':
    case 'active':
    case 'grace':
    case 'unavailable':
      return stateOf(event);
  }
}

function afterGrace(state: GateState, now: number): GateState {
  if (state.status !== 'grace') return state;
  // Not "until <= now": an end that is no time would never come.
  if (now < Date.parse(state.until)) return state;
  return { status: 'unavailable', reason: state.because, next: 'retry_later' };
}

function stateOf(event: VerdictEvent): GateState {
  switch (event.type) {
    case 'keyAccepted':
      return active(event);
    case 'keyInGrace':
      return grace(event);
    case 'keyRefused':
      return invalid(event);
    case 'gatewayUnavailable':
      return unavailable(event);
  }
}

type EventOf<Type extends VerdictEvent['type']> = Extract<VerdictEvent, { readonly type: Type }>;

function active({ verdict: { identity, checkedAt, degraded } }: EventOf<'keyAccepted'>): ActiveState {
  return { status: 'active', identity, checkedAt, degraded };
}

function grace({ verdict }: EventOf<'keyInGrace'>): GraceState {
  const { identity, checkedAt } = verdict;
  return { status: 'grace', identity, checkedAt, until: verdict.grace.until, because: verdict.grace.because };
}

function invalid({ verdict: { reason, next, code, requestId } }: EventOf<'keyRefused'>): InvalidState {
  return { status: 'invalid', reason, next, code, ...(requestId !== undefined && { requestId }) };
}

function unavailable({ verdict: { reason, next, code, requestId } }: EventOf<'gatewayUnavailable'>): UnavailableState {
  return { status: 'unavailable', reason, next, code, ...(requestId !== undefined && { requestId }) };
}
