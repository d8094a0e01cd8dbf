import { env, type TelemetrySender } from 'vscode';
import type { Subscription } from '../ports/subscription.ts';
import { stateEvent } from '../rules/telemetry-event.ts';
import type { GateState } from '../words/gate-state.ts';

/** Tells a sender the changes of the state, as far as the person's telemetry level allows. */
export interface Telemetry extends Subscription {
  stateChanged(before: GateState, after: GateState): void;
}

/**
 * VS Code asks the person's level at each event and cleans what passes. Its own properties are left out: they hold the id
 * of the machine. Throws a TypeError for a sender that is none.
 */
export function createTelemetry(sender: TelemetrySender | undefined): Telemetry {
  if (sender === undefined) return { stateChanged: () => undefined, dispose: () => undefined };
  if (typeof sender.sendEventData !== 'function' || typeof sender.sendErrorData !== 'function') {
    throw new TypeError('telemetry must have the functions sendEventData and sendErrorData.');
  }
  const logger = env.createTelemetryLogger(sender, {
    ignoreBuiltInCommonProperties: true,
    ignoreUnhandledErrors: true,
  });
  return {
    stateChanged(before, after) {
      const event = stateEvent(before, after);
      if (event !== undefined) logger.logUsage('gate.state', event);
    },
    dispose: () => logger.dispose(),
  };
}
