import { WicketgateError, type WicketgateErrorDetails } from './errors.ts';

const REFUSED = Symbol.for('wicketgate.error.sign_in_refused');

/** The authorization server said no. `oauthError` is the code it said it with (RFC 6749 section 5.2, RFC 8628 section 3.5). */
export class SignInRefusedError extends WicketgateError {
  override readonly name = 'SignInRefusedError';
  readonly oauthError: string;

  constructor(oauthError: string, message: string, details: WicketgateErrorDetails = {}) {
    super(codeOf(oauthError), message, details);
    this.oauthError = oauthError;
    Object.defineProperty(this, REFUSED, { value: true });
  }

  static override isInstance(value: unknown): value is SignInRefusedError {
    return typeof value === 'object' && value !== null && REFUSED in value;
  }
}

function codeOf(oauthError: string): 'authorization_denied' | 'code_expired' | 'sign_in_refused' {
  if (oauthError === 'access_denied') return 'authorization_denied';
  return oauthError === 'expired_token' ? 'code_expired' : 'sign_in_refused';
}
