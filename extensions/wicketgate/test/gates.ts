import { Secret } from '@wicketgate/core';
import type { GateState } from '@wicketgate/vscode-kit';

/** A gate that is told its states, with the key that it would show. */
export function createGate(first: GateState, key = 'wg_live_what_opens_the_gate') {
  const gate = {
    state: first,
    url: 'https://gateway.example/base' as string | undefined,
    /** Resolves the next question for the key. */
    give: () => Promise.resolve(gate.isOpen ? new Secret(key) : undefined),
    get isOpen() {
      return gate.state.status === 'active' || gate.state.status === 'grace';
    },
    credential: { credential: (): Promise<Secret | undefined> => gate.give() },
  };
  return gate;
}
