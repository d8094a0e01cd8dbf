import type { LogFields, Logger } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import type { GateState } from '../words/gate-state.ts';
import type { GateMachine } from './gate-machine.ts';

/** Writes each change of the state into the output, without a key or a person. */
export function keepJournal(machine: GateMachine, logger: Logger): Subscription {
  return machine.onDidChange(({ after, how }) => logger.info({ ...stateFacts(after), how }, 'the state changed'));
}

/** What of a state belongs into the output. */
export function stateFacts(state: GateState): LogFields {
  switch (state.status) {
    case 'noKey':
      return { status: state.status, why: state.why };
    case 'checking':
      return { status: state.status };
    case 'active':
      return { status: state.status, degraded: state.degraded };
    case 'grace':
      return { status: state.status, because: state.because, until: state.until };
    case 'invalid':
    case 'unavailable':
      return { status: state.status, reason: state.reason, code: state.code, requestId: state.requestId };
  }
}
