import type { Logger } from '@wicketgate/core';
import { commands } from 'vscode';
import type { Subscription } from '../ports/subscription.ts';
import { commandOf, GATE_ACTIONS, type GateAction } from '../words/gate-action.ts';

export interface GateCommands {
  readonly id: string;
  readonly run: (action: GateAction) => Promise<void>;
  readonly logger: Logger;
}

/** Registers the command of every action. A name that is taken is logged: it must not end an activation. */
export function registerGateCommands({ id, run, logger }: GateCommands): Subscription {
  const registered = GATE_ACTIONS.flatMap((action) => {
    const command = commandOf(id, action);
    try {
      return [commands.registerCommand(command, () => run(action))];
    } catch (error) {
      logger.error({ command, error }, 'a command could not be registered');
      return [];
    }
  });
  return {
    dispose() {
      for (const command of registered) command.dispose();
    },
  };
}
