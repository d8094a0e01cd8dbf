import type { Logger } from '@wicketgate/core';
import type { authentication, AuthenticationProvider, Disposable } from 'vscode';
import type { Accounts } from '../ports/accounts.ts';
import type { Subscription } from '../ports/subscription.ts';

/** The part of VS Code that knows accounts. */
export type AccountHost = Pick<typeof authentication, 'registerAuthenticationProvider'>;

export interface AccountProviderOptions {
  readonly host: AccountHost;
  /** As package.json declares it in `contributes.authentication`. */
  readonly id: string;
  /** What people read in the accounts menu. */
  readonly label: string;
  readonly accounts: Accounts;
  readonly logger: Logger;
}

/**
 * Registers the sign-in as an account of the editor, which asks the person before an extension gets it. An id that is taken
 * is logged: it must not end an activation.
 */
export function registerAccountProvider({ host, id, label, accounts, logger }: AccountProviderOptions): Subscription {
  const provider: AuthenticationProvider = {
    onDidChangeSessions: (listener, thisArgs, disposables) => {
      // Whatever can be disposed of will do for VS Code.
      const subscription: unknown = accounts.onDidChange((change) => {
        listener.call(thisArgs, change);
      });
      disposables?.push(subscription as Disposable);
      return subscription as Disposable;
    },
    getSessions: async (scopes, { account: asked }) =>
      (await accounts.list(scopes)).filter(({ account }) => asked === undefined || asked.id === account.id),
    createSession: (scopes) => accounts.create(scopes),
    removeSession: (sessionId) => accounts.remove(sessionId),
  };
  let registered: Disposable | undefined;
  try {
    registered = host.registerAuthenticationProvider(id, label, provider, { supportsMultipleAccounts: false });
  } catch (error) {
    logger.error({ id, error }, 'the account provider could not be registered');
  }
  return {
    dispose() {
      registered?.dispose();
    },
  };
}
