/** What can go wrong with secrets. The union is closed: programs decide by it, people read the sentence. */
export const SECRETS_ERROR_CODES = [
  /** A required secret is in none of the sources. */
  'missing_secret',
  /** A name that no source takes. */
  'invalid_name',
  /** A value that cannot be kept: empty, of more than one line, too long, a reference. */
  'invalid_value',
  /** `wicketgate.secrets.json`, or a list of specs, does not fit its schema. */
  'invalid_spec',
  /** What was to be imported is not in the format that was named. */
  'invalid_import',
  /** Nothing that can be written to goes by that name. */
  'not_writable',
  /** A file of secrets would be made or opened without any key that wraps it. There is no default key. */
  'no_wrapping_key',
  /** The passphrase, key or identity does not open the file. */
  'wrong_key',
  /** Too many wrong passphrases in a short time. */
  'too_many_attempts',
  /** The file is damaged, cut off or was changed by somebody without the key. The message says which part. */
  'corrupt_file',
  /** The file, or a sealed text, is of a version that this one does not know. */
  'unsupported_version',
  /** The file is older than the keyring has witnessed. */
  'rolled_back',
  /** A file of secrets is there already. */
  'file_exists',
  /** The file of secrets cannot be written: the disk is full or read-only, or the user may not. */
  'unwritable_file',
  /** Another process has changed what a decision was made by. Nothing was written. */
  'changed_meanwhile',
  /** There is no file of secrets. */
  'no_file',
  /** There is nothing to recover from. */
  'no_backup',
  /** The machine has no keyring that can be used: not there, not supported, not persistent. */
  'keyring_unavailable',
  /** The keyring is there and locked, and nobody unlocked it. */
  'keyring_locked',
  /** The keyring did not answer in time. */
  'keyring_timeout',
  /** The keyring answered with an error of its own. */
  'keyring_failed',
  /** A program that was to give a secret failed, or gave none. */
  'command_failed',
  /** A program, an address or a default comes from a project's file that the user has not allowed. */
  'not_allowed',
  /** A sealed text does not open: damaged, sealed for another place, or under another key of the same id. */
  'undecryptable',
  /** A sealed text names a key that is not in the ring. */
  'unknown_key_id',
  /** A plain file would be written where git would take it along. */
  'not_ignored',
  /** A program could not be started. */
  'program_failed',
] as const;
export type SecretsErrorCode = (typeof SECRETS_ERROR_CODES)[number];

export interface SecretsErrorDetails {
  readonly cause?: unknown;
  /** What to do next, in one sentence or a few lines. */
  readonly hint?: string | undefined;
  /** The name of the secret that it is about. */
  readonly secretName?: string | undefined;
  /** The part of a file that is damaged: `header`, `wrap 1`, `secret GITHUB_TOKEN`, `index`. */
  readonly part?: string | undefined;
}

/** `instanceof` fails between two bundled copies of this package; a registered symbol does not. */
const BRAND = Symbol.for('wicketgate.secrets-error');

/** Every failure of this package. Neither message nor hint ever holds a value. Misuse is a TypeError instead. */
export class SecretsError extends Error {
  override readonly name = 'SecretsError';
  readonly code: SecretsErrorCode;
  readonly hint: string | undefined;
  readonly secretName: string | undefined;
  readonly part: string | undefined;

  constructor(code: SecretsErrorCode, message: string, details: SecretsErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.hint = details.hint;
    this.secretName = details.secretName;
    this.part = details.part;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Whether a value is an error of this kind, also when it comes from another copy of this package. */
  static isInstance(value: unknown): value is SecretsError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
