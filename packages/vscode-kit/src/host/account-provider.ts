import type { Logger } from '@wicketgate/core';
import {
  authentication,
  type AuthenticationProvider,
  type AuthenticationProviderAuthenticationSessionsChangeEvent,
  type Disposable,
  EventEmitter,
} from 'vscode';
import type { Subscription } from '../ports/subscription.ts';
import type { AccountSessions } from '../services/account-sessions.ts';

export interface AccountProviderOptions {
  /** As package.json declares it in `contributes.authentication`. */
  readonly id: string;
  /** What people read in the accounts menu. */
  readonly label: string;
  readonly accounts: Pick<AccountSessions, 'list' | 'create' | 'remove' | 'onDidChange'>;
  readonly logger: Logger;
}

/**
 * Registers the sign-in as an account of the editor, which asks the person before an extension gets it. An id that is taken
 * is logged: it must not end an activation.
 */
export function registerAccountProvider({ id, label, accounts, logger }: AccountProviderOptions): Subscription {
  const changes = new EventEmitter<AuthenticationProviderAuthenticationSessionsChangeEvent>();
  const following = accounts.onDidChange((change) => changes.fire(change));
  const provider: AuthenticationProvider = {
    onDidChangeSessions: changes.event,
    getSessions: async (scopes) => [...(await accounts.list(scopes))],
    createSession: (scopes) => accounts.create(scopes),
    removeSession: (sessionId) => accounts.remove(sessionId),
  };
  let registered: Disposable | undefined;
  try {
    registered = authentication.registerAuthenticationProvider(id, label, provider, {
      supportsMultipleAccounts: false,
    });
  } catch (error) {
    logger.error({ id, error }, 'the account provider could not be registered');
  }
  return {
    dispose() {
      registered?.dispose();
      following.dispose();
      changes.dispose();
    },
  };
}
