import type { Subscription } from './subscription.ts';

/** Where secrets are kept. `vscode.SecretStorage` fits. Every call may fail, and a value that was stored may be lost. */
export interface SecretStore {
  /** The names of what is stored. */
  keys(): PromiseLike<string[]>;
  get(name: string): PromiseLike<string | undefined>;
  store(name: string, value: string): PromiseLike<void>;
  delete(name: string): PromiseLike<void>;
  /** May tell a change never, once or twice, in this window or in others: the host decides. */
  onDidChange(listener: (change: { readonly key: string }) => unknown): Subscription;
}
