/**
 * Why the service keys cannot be had. `missing`: there is no file. `incomplete`: it has no encryption key, because an
 * earlier release made it. `unsafe`: others may read it, or it is a link that leads elsewhere. `damaged`: it holds
 * something else. `exists`: it would have been overwritten. `invalid`: an environment variable is not of its form, or
 * stands in the way of what is asked. `unavailable`: it cannot be read or written.
 */
export type ServiceKeysErrorCode =
  'missing' | 'incomplete' | 'unsafe' | 'damaged' | 'exists' | 'invalid' | 'unavailable';

/** A failure to load or make the service keys. Its message names the file or variable and never quotes it. */
export class ServiceKeysError extends Error {
  override readonly name = 'ServiceKeysError';
  readonly code: ServiceKeysErrorCode;

  constructor(code: ServiceKeysErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
