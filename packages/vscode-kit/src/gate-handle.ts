import { commands, type Event } from 'vscode';
import type { Gate } from './gate.ts';
import type { Subscription } from './ports/subscription.ts';
import type { GateEngine } from './services/gate-engine.ts';
import type { GateState } from './words/gate-state.ts';

export interface GateHandleOptions {
  readonly engine: GateEngine;
  readonly onDidChangeState: Event<GateState>;
  /** What ends with the gate, the last first; commands that are registered later are added to it. */
  readonly taken: Subscription[];
}

/** The gate as an extension holds it. */
export function createGateHandle({ engine, onDidChangeState, taken }: GateHandleOptions): Gate {
  let disposed = false;
  return {
    get state() {
      return engine.state;
    },
    get isOpen() {
      return engine.isOpen;
    },
    get url() {
      return engine.url;
    },
    onDidChangeState,
    guard: (action) => engine.guard(action),
    registerCommand(command, action) {
      const registered = commands.registerCommand(command, engine.guard(action));
      // An activation that is still under way may come after the end.
      if (disposed) registered.dispose();
      else taken.push(registered);
      return registered;
    },
    run: (action) => engine.run(action),
    check: () => engine.check(),
    signIn: () => engine.run('signIn'),
    signOut: () => engine.run('signOut'),
    client: engine.client,
    credential: engine.credential,
    diagnostics: () => engine.diagnostics(),
    dispose() {
      disposed = true;
      for (const subscription of taken.splice(0).reverse()) subscription.dispose();
    },
  };
}
