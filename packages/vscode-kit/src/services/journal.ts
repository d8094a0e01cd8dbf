import type { LogFields, Logger } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import type { GateState } from '../words/gate-state.ts';
import type { CheckRunner } from './check-runner.ts';
import type { GateMachine } from './gate-machine.ts';

export interface JournalOptions {
  readonly machine: GateMachine;
  readonly runner: CheckRunner;
  readonly logger: Logger;
}

/** Writes into the output what happens to a gate: each change of the state and each check, without a key or a person. */
export function keepJournal({ machine, runner, logger }: JournalOptions): Subscription {
  const subscriptions = [
    machine.onDidChange(({ after, how }) => logger.info({ ...stateFacts(after), how }, 'the state changed')),
    runner.onDidEnd(() => logger.info({ ...runner.history.at(-1) }, 'the key was checked')),
  ];
  return {
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
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
