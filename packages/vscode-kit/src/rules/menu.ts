import type { GateAction } from '../words/gate-action.ts';
import type { GateState } from '../words/gate-state.ts';

/** What always helps. */
const HELP: readonly GateAction[] = ['openSettings', 'showOutput', 'copyDiagnostics'];

/** What can be done in a state, the likeliest first. Every shut state offers a request for access. */
export function menuOf(state: GateState): readonly GateAction[] {
  switch (state.status) {
    case 'noKey':
      return ['enterKey', 'requestAccess', ...HELP];
    case 'checking':
      return ['enterKey', 'requestAccess', 'signOut', ...HELP];
    case 'active':
      return ['checkStatus', 'enterKey', 'signOut', ...HELP];
    case 'grace':
      return ['checkStatus', 'enterKey', 'signOut', ...HELP];
    case 'invalid':
      return ['enterKey', 'requestAccess', 'checkStatus', 'signOut', ...HELP];
    case 'unavailable':
      return ['checkStatus', 'requestAccess', 'enterKey', 'signOut', ...HELP];
  }
}
