import { WicketgateError } from './errors.ts';
import type { InvalidVerdict, UnavailableVerdict } from './verdict.ts';

const AUTHENTICATION = Symbol.for('wicketgate.error.authentication');
const UNAVAILABLE = Symbol.for('wicketgate.error.unavailable');

/** The key is not valid. Thrown by `AuthValidator.require`; `outcome` says why and what to do. */
export class AuthenticationError extends WicketgateError {
  override readonly name = 'AuthenticationError';
  readonly outcome: InvalidVerdict;

  constructor(outcome: InvalidVerdict) {
    super(outcome.code, outcome.message, { requestId: outcome.requestId });
    this.outcome = outcome;
    Object.defineProperty(this, AUTHENTICATION, { value: true });
  }

  static override isInstance(value: unknown): value is AuthenticationError {
    return typeof value === 'object' && value !== null && AUTHENTICATION in value;
  }
}

/**
 * Nobody knows whether the key is valid: the gateway could not be asked. Thrown by `AuthValidator.require`. It is not an
 * `AuthenticationError`, because nothing is wrong with the key.
 */
export class GatewayUnavailableError extends WicketgateError {
  override readonly name = 'GatewayUnavailableError';
  readonly outcome: UnavailableVerdict;

  constructor(outcome: UnavailableVerdict) {
    super(outcome.code, outcome.message, { requestId: outcome.requestId, retryAfterMs: outcome.retryAfterMs });
    this.outcome = outcome;
    Object.defineProperty(this, UNAVAILABLE, { value: true });
  }

  static override isInstance(value: unknown): value is GatewayUnavailableError {
    return typeof value === 'object' && value !== null && UNAVAILABLE in value;
  }
}
