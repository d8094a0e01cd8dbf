import { OAUTH_ERRORS, type OAuthErrorCode } from '@wicketgate/contract';
import { jsonAnswer } from '../answers.ts';

/** A refusal of an OAuth endpoint (RFC 6749 section 5.2). */
export class OAuthRefusal extends Error {
  override readonly name = 'OAuthRefusal';
  readonly error: OAuthErrorCode;
  readonly description: string;

  constructor(error: OAuthErrorCode, description: string) {
    super(`${error}: ${description}`);
    this.error = error;
    this.description = description;
  }
}

/** HTTP/1.0 caches know no `no-store` (RFC 6749 section 5.1). */
const PRIVATE = { Pragma: 'no-cache' };

export function oauthAnswer(value: unknown, status = 200): Response {
  return jsonAnswer(status, value, PRIVATE);
}

export function refusalAnswer(error: OAuthErrorCode, description: string, headers: HeadersInit = {}): Response {
  const all = new Headers(headers);
  all.set('Pragma', 'no-cache');
  return jsonAnswer(OAUTH_ERRORS[error], { error, error_description: description }, all);
}
