import type { Secret } from '@wicketgate/core';

/** What was found out about the operating system's keyring by writing to it, reading back and deleting. */
export type KeyringReport =
  | {
      readonly usable: true;
      /** `Secret Service`, `macOS Keychain`, `Windows Credential Manager`. */
      readonly backend: string;
      /** Whether what is stored outlives a restart; `unknown` where the machine has no way to tell. */
      readonly persistent: 'yes' | 'unknown';
    }
  | {
      readonly usable: false;
      readonly backend: string;
      readonly code: 'keyring_unavailable' | 'keyring_locked' | 'keyring_timeout' | 'keyring_failed';
      /** A sentence that says what is missing and what to do. */
      readonly reason: string;
    };

/**
 * The operating system's keyring, under one service name. Accounts are 1 to 255 printable ASCII characters. Every method
 * throws `SecretsError` with a `keyring_…` code, or the reason of an aborted signal; none answers from a store that forgets.
 * An account of any other form is a TypeError.
 */
export interface Keyring {
  readonly backend: string;
  get(account: string, signal?: AbortSignal): Promise<Secret | undefined>;
  /** Throws `invalid_value` too: for an empty value, one of more than 65,536 bytes, on Windows 2,000, and half a character. */
  set(account: string, secret: Secret, signal?: AbortSignal): Promise<void>;
  /** Answers whether it was there. */
  delete(account: string, signal?: AbortSignal): Promise<boolean>;
  probe(signal?: AbortSignal): Promise<KeyringReport>;
  /** Ends the helper process. A later call starts it again. */
  close(): Promise<void>;
}
