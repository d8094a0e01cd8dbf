import type { Logger } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import type { Surface } from '../ports/window.ts';
import type { Speech } from '../rules/describe.ts';
import { statusLine } from '../rules/status-line.ts';
import type { GateStatus } from '../words/gate-state.ts';
import type { GateMachine } from './gate-machine.ts';

export interface StateViewOptions {
  readonly machine: GateMachine;
  readonly surface: Surface;
  readonly logger: Logger;
  readonly speech: Speech;
  /** How people know the extension. */
  readonly name: string;
  /** Undefined: not known, or not wanted. */
  readonly calls: () => number | undefined;
}

/** Shows the state in the status bar and in the context key. What the window fails at is logged. */
export class StateView {
  readonly #options: StateViewOptions;
  #subscription: Subscription | undefined;
  #shown: GateStatus | undefined;

  constructor(options: StateViewOptions) {
    this.#options = options;
  }

  /** Shows each change from now on. */
  start(): void {
    this.#subscription = this.#options.machine.onDidChange(() => this.show());
  }

  show(): void {
    const { machine, surface, logger, speech, name, calls } = this.#options;
    const { state } = machine;
    try {
      surface.showStatus(statusLine(state, { ...speech, name, calls: calls() }));
    } catch (error) {
      logger.error({ error }, 'the status could not be shown');
    }
    if (state.status === this.#shown) return;
    this.#shown = state.status;
    void (async () => surface.setState(state.status))().catch((error: unknown) => {
      logger.error({ error }, 'the context key could not be set');
    });
  }

  dispose(): void {
    this.#subscription?.dispose();
  }
}
