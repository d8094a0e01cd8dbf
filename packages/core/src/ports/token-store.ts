import type { Secret } from '../words/secret.ts';

/**
 * Where a sign-in outlives the process: a keyring, an encrypted file. A record is one line of text that is not blank, at
 * most 16,384 bytes of UTF-8: JSON that nobody but its writer reads. An account is 64 lower-case hexadecimal digits: a hash
 * of origin, client and person, never a name; any other is a TypeError. Every method rejects with the reason of an aborted
 * signal. What cannot be read or written throws: nothing is ever answered in its place.
 */
export interface TokenStore {
  /** What the store is called in messages: `keyring`, `file`, `plain`. */
  readonly id: string;
  /** The record of an account, or undefined when there is none. Throws for one that is damaged. */
  load(account: string, signal?: AbortSignal): Promise<Secret | undefined>;
  /**
   * Replaces the record of an account: whoever reads it meanwhile gets the old one or the new one. Throws an error with the
   * code `invalid_value`, and keeps the old one, for what is no record or more than this store can hold.
   */
  save(account: string, record: Secret, signal?: AbortSignal): Promise<void>;
  /** Forgets an account, and answers whether there was a record. */
  clear(account: string, signal?: AbortSignal): Promise<boolean>;
  /**
   * Runs work while no other process, and nobody else in this one, runs work for the same account at the same place. A
   * refresh belongs into it: load again, since another may have been faster, refresh once, save. `load`, `save` and `clear`
   * do not wait for it. It is not re-entrant: called for the same account from within `work` it waits for itself until it
   * gives up. The signal ends the waiting; it does not end work that has begun.
   */
  exclusively<T>(account: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}
