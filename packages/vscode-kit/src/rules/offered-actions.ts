import type { OfferedAction } from '../words/gate-action.ts';

/** What is offered where people can also sign in without a key: the key is one of the ways then. */
export function withSignIn<Action extends OfferedAction>(actions: readonly Action[]): readonly (Action | 'signIn')[] {
  return actions.map((action) => (action === 'enterKey' ? 'signIn' : action));
}
