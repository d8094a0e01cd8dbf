/**
 * Where receipts outlive the process: a file, VS Code's SecretStorage, a browser's storage. A record is one line of JSON
 * (receipt, public keys, highest time seen) that nobody but its writer reads. What fails, or takes longer than five
 * seconds, is told to the logger and does without.
 */
export interface ReceiptStore {
  /** The record of an account, or undefined. An account is 64 lower-case hexadecimal digits: a hash, never the key. */
  load(account: string): Promise<string | undefined>;
  /** Replaces the record of an account. */
  save(account: string, record: string): Promise<void>;
  /** Forgets an account; a second time is no error. */
  clear(account: string): Promise<void>;
}
