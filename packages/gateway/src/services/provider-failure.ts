import * as oauth from 'oauth4webapi';
import { ProviderUnreachable } from '../adapters/provider-fetch.ts';
import { ProviderDown, ProviderRefused } from '../domain/provider-errors.ts';

/** Error codes of RFC 6749 section 4.1.2.1 that say: not now. */
const PASSING = ['temporarily_unavailable', 'server_error'];

/** Error codes by which a person, or the provider for them, says no (RFC 6749 4.1.2.1, OpenID Connect Core 3.1.2.6). */
const DECLINED = ['access_denied', 'consent_required', 'interaction_required', 'login_required'];

/**
 * The one place where what went wrong at a provider becomes one of our errors: down, or refused. Messages and causes of
 * the library hold what the provider sent, tokens included, so that only a code of ours, or a well-formed one of the
 * standards, goes on from here. A fault of ours stays what it is.
 */
export function toProviderError(error: unknown, provider: string): unknown {
  if (error instanceof ProviderDown || error instanceof ProviderRefused) return error;
  if (error instanceof ProviderUnreachable) return new ProviderDown(provider, { cause: error });
  if (error instanceof oauth.AuthorizationResponseError) return fromAuthorization(error.error, provider);
  if (error instanceof oauth.ResponseBodyError) return fromToken(error.error, error.status, provider);
  if (error instanceof oauth.WWWAuthenticateChallengeError) return fromToken('invalid_token', error.status, provider);
  if (error instanceof oauth.OperationProcessingError) return fromProcessing(error, provider);
  if (error instanceof oauth.UnsupportedOperationError) return new ProviderRefused('bad_answer', 'unsupported');
  if (isUnreadable(error)) return new ProviderRefused('bad_answer', 'it cannot be read');
  return error;
}

function fromAuthorization(code: string, provider: string): Error {
  if (PASSING.includes(code)) return new ProviderDown(provider);
  return new ProviderRefused(DECLINED.includes(code) ? 'declined' : 'bad_answer', plainCode(code));
}

function fromToken(code: string, status: number, provider: string): Error {
  if (isPassing(status) || PASSING.includes(code)) return new ProviderDown(provider);
  return new ProviderRefused(code === 'invalid_grant' ? 'ended' : 'bad_answer', plainCode(code));
}

function fromProcessing({ code, cause }: oauth.OperationProcessingError, provider: string): Error {
  if (cause instanceof Response && isPassing(cause.status)) return new ProviderDown(provider);
  const claim = typeof cause === 'object' && cause !== null && 'claim' in cause ? cause.claim : undefined;
  const what = (code ?? 'OAUTH_INVALID_RESPONSE').replace(/^OAUTH_/, '').toLowerCase();
  return new ProviderRefused('bad_answer', typeof claim === 'string' ? `${what} (${plainCode(claim)})` : what);
}

/** What the platform says to a malformed key, and the library to a text that is no base64url. */
function isUnreadable(error: unknown): boolean {
  return error instanceof DOMException || error instanceof TypeError;
}

function isPassing(status: number): boolean {
  return status >= 500 || status === 429;
}

/** A foreign text, as far as it looks like a code. */
function plainCode(code: string): string {
  return /^[a-z_]{1,64}$/.test(code) ? code : 'an unknown error';
}
