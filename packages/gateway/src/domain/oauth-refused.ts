import type { OAuthErrorCode } from '@wicketgate/contract';

/** A refusal of an OAuth endpoint in its own words (RFC 6749 section 5.2). No token or code is ever part of it. */
export class OAuthRefused extends Error {
  override readonly name = 'OAuthRefused';
  readonly error: OAuthErrorCode;
  /** What happened and what to do next, in ASCII without quotes and backslashes (RFC 6749 section 5.2). */
  readonly description: string;
  /** Whole seconds after which asking again may help. */
  readonly retryAfterSeconds: number | undefined;

  constructor(error: OAuthErrorCode, description: string, options: OAuthRefusedOptions = {}) {
    super(`${error}: ${description}`, options);
    this.error = error;
    this.description = description;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export interface OAuthRefusedOptions {
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}
