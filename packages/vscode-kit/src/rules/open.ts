import type { Identity } from '@wicketgate/core';
import type { GateState, OpenState } from '../words/gate-state.ts';

/** Whether the gate is open. */
export function isOpen(state: GateState): state is OpenState {
  switch (state.status) {
    case 'active':
    case 'grace':
      return true;
    case 'noKey':
    case 'checking':
    case 'invalid':
    case 'unavailable':
      return false;
  }
}

/** Who the key speaks for, while the gate is open. */
export function identityOf(state: GateState): Identity | undefined {
  return isOpen(state) ? state.identity : undefined;
}
