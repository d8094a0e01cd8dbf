import type { Subscription } from './subscription.ts';

/** A sign-in as other extensions get it, once the person agreed. `vscode.AuthenticationSession` fits. */
export interface AccountSession {
  readonly id: string;
  readonly accessToken: string;
  readonly account: { readonly id: string; readonly label: string };
  readonly scopes: readonly string[];
}

/** What became of the sessions. `changed`: another token. */
export interface AccountChange {
  readonly added: readonly AccountSession[];
  readonly removed: readonly AccountSession[];
  readonly changed: readonly AccountSession[];
}

/** What an account of the editor stands on. */
export interface Accounts {
  /** The sessions that have all of the scopes. */
  list(scopes?: readonly string[]): Promise<readonly AccountSession[]>;
  /** Has the person sign in. Throws a `WicketgateError` when nothing comes of it. */
  create(scopes?: readonly string[]): Promise<AccountSession>;
  /** Signs out of a session. */
  remove(id: string): Promise<void>;
  onDidChange(listener: (change: AccountChange) => unknown): Subscription;
}
