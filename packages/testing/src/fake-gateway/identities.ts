import type { AnswerOf, endpoints } from '@wicketgate/contract';
import type { KeyView } from './key-book.ts';
import type { Limits } from './limits.ts';
import type { SessionView } from './sign-in/session-book.ts';

/** Who a credential speaks for, in camelCase. */
export type Identity = Omit<AnswerOf<(typeof endpoints)['auth']['me']>, 'degraded'>;

export function identityOfKey({ id, name, env, owner, ...rest }: KeyView): Identity {
  const { tier, role, scopes, limits, expiresAt } = rest;
  return { key: { id, name, env }, session: null, principal: owner, tier, role, scopes, limits, expiresAt };
}

export function identityOfSession(view: SessionView, limits: Limits): Identity {
  const { id, clientId, clientName, principal, tier, role, scopes, expiresAt } = view;
  return { key: null, session: { id, clientId, clientName }, principal, tier, role, scopes, limits, expiresAt };
}
