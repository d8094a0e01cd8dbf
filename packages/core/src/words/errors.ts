import type { ErrorCode, FieldError } from '@wicketgate/contract';

/** What goes wrong on this side of the wire. The codes of the service are `ErrorCode` of the contract. */
export const LOCAL_ERROR_CODES = [
  /** No answer came: refused, reset, no such host, certificate not trusted. `cause` holds what the platform said. */
  'offline',
  /** No whole answer came in time. */
  'timeout',
  /** The caller's signal ended the call. `cause` holds its reason. */
  'aborted',
  /** The client was closed. */
  'closed',
  /** The address answered with a redirect, which is never followed: the key would go to whoever it names. */
  'redirected',
  /** The answer is larger than the limit. */
  'too_large_answer',
  /** The answer is not one of the contract: not JSON, cut off, or without a member that it must have. */
  'bad_answer',
  /** Another process held the lock of a file for longer than the caller waits. */
  'lock_timeout',
  /** A private file or folder may be read or changed by others, or is not a plain file. */
  'unsafe_file',
  /** The gateway names another address as its own than the one it was asked at, so its tokens are for somebody else. */
  'wrong_issuer',
  /** What the browser brought back does not belong to this sign-in. */
  'bad_redirect',
  /** The person, or the gateway, said no to the sign-in. */
  'authorization_denied',
  /** The device code ended before anybody allowed it. */
  'code_expired',
  /** The gateway refused to give tokens for another reason; a `SignInRefusedError` says which. */
  'sign_in_refused',
] as const;
export type LocalErrorCode = (typeof LOCAL_ERROR_CODES)[number];

/** The closed union of codes that a `WicketgateError` may have. */
export type WicketgateErrorCode = ErrorCode | LocalErrorCode;

export interface WicketgateErrorDetails {
  readonly cause?: unknown;
  readonly requestId?: string | undefined;
  readonly attempts?: number | undefined;
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly errors?: readonly FieldError[] | undefined;
}

/** `instanceof` fails between two bundled copies of this package; a registered symbol does not. */
const BRAND = Symbol.for('wicketgate.error');

/** Every failure of this package. Misuse, such as a malformed option, is a TypeError instead. */
export class WicketgateError extends Error {
  override readonly name: string = 'WicketgateError';
  readonly code: WicketgateErrorCode;
  /** The id under which the gateway logged the request; undefined when no answer came. */
  readonly requestId: string | undefined;
  /** How many requests were sent; 0 when it failed before the first. */
  readonly attempts: number | undefined;
  /** HTTP status of the last answer. */
  readonly status: number | undefined;
  /** Milliseconds after which the gateway allows another try, when it said so. */
  readonly retryAfterMs: number | undefined;
  /** The members that were refused, with `invalid_field` and `unknown_field`. */
  readonly errors: readonly FieldError[] | undefined;

  constructor(code: WicketgateErrorCode, message: string, details: WicketgateErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.requestId = details.requestId;
    this.attempts = details.attempts;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.errors = details.errors;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Whether a value is an error of this kind, also when it comes from another copy of this package. */
  static isInstance(value: unknown): value is WicketgateError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
