/**
 * Why the store failed. `constraint`: a unique, not-null or foreign-key rule refused the batch, and nothing was
 * written. `busy`: another process held the store for longer than the busy timeout. `corrupt`: what is stored cannot
 * be read. `unavailable`: it cannot be opened, is full or was closed. `newer_schema`: a newer release made it.
 * `failed`: anything else.
 */
export type StorageErrorCode = 'constraint' | 'busy' | 'corrupt' | 'unavailable' | 'newer_schema' | 'failed';

/** A failure of the store, with the dialect's own error as its cause. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
