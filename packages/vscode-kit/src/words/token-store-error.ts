/**
 * `invalid_value`: what was to be saved is no record of a sign-in. `corrupt_record`: what was kept cannot be opened with
 * the key of this sign-in.
 */
export type TokenStoreErrorCode = 'invalid_value' | 'corrupt_record';

/** A sign-in that cannot be kept or read. Repeats nothing of it. */
export class TokenStoreError extends Error {
  override readonly name = 'TokenStoreError';
  readonly code: TokenStoreErrorCode;

  constructor(code: TokenStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
