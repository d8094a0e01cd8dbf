import { OAUTH_ERRORS, type WireOAuthError } from '@wicketgate/contract';
import type { Logger } from '@wicketgate/core';
import type { Context } from 'hono';
import { OAuthRefused } from '../domain/oauth-refused.ts';
import { Refused } from '../domain/refusal.ts';
import type { GatewayEnv } from './gateway-env.ts';

/** Tokens and codes stay in no cache on the way (RFC 6749 section 5.1). */
export function answerOAuth(c: Context<GatewayEnv>, answer: object, status = 200): Response {
  c.header('cache-control', 'no-store');
  c.header('pragma', 'no-cache');
  return c.body(JSON.stringify(answer), status as 200, { 'content-type': 'application/json' });
}

/** Whatever a step threw, as the OAuth endpoints say it (RFC 6749 section 5.2). What is no refusal is logged with its cause. */
export function answerOAuthError(c: Context<GatewayEnv>, error: unknown, logger: Logger): Response {
  const { error: code, description, retryAfterSeconds, status } = faultOf(c, error, logger);
  if (retryAfterSeconds !== undefined) c.header('retry-after', String(retryAfterSeconds));
  // RFC 6749 section 5.2: whoever tried this scheme is told that it is the one.
  if (status === 401 && c.req.header('authorization') !== undefined) {
    c.header('www-authenticate', 'Basic realm="wicketgate"');
  }
  const answer: WireOAuthError = { error: code, error_description: toDescription(description) };
  return answerOAuth(c, answer, status);
}

interface Fault extends Pick<OAuthRefused, 'error' | 'description' | 'retryAfterSeconds'> {
  readonly status: number;
}

function faultOf(c: Context<GatewayEnv>, error: unknown, logger: Logger): Fault {
  const refused = error instanceof Refused ? fromRefusal(error) : error;
  const place = { requestId: c.get('requestId'), route: c.get('route') ?? null };
  if (!(refused instanceof OAuthRefused)) {
    logger.error({ error: refused, ...place }, 'a request failed');
    const description = 'The gateway failed. Tell its operator the X-Request-Id of this answer.';
    return { error: 'server_error', description, retryAfterSeconds: undefined, status: OAUTH_ERRORS.server_error };
  }
  const { error: code, description, retryAfterSeconds, cause } = refused;
  if (code === 'temporarily_unavailable' && cause !== undefined) {
    logger.warn({ error: cause, ...place }, 'a sign-in could not go on');
  }
  const isThrottled = error instanceof Refused && error.refusal.reason === 'throttled';
  return { error: code, description, retryAfterSeconds, status: isThrottled ? 429 : OAUTH_ERRORS[code] };
}

/** A refusal of the common steps, in words of OAuth; any other one is a failure of ours. */
function fromRefusal(refused: Refused): unknown {
  const { refusal } = refused;
  switch (refusal.reason) {
    case 'malformed_body':
    case 'malformed_request':
    case 'unsupported_media_type':
      return new OAuthRefused('invalid_request', refusal.detail);
    case 'body_too_large':
      return new OAuthRefused('invalid_request', `The body may have at most ${refusal.limitBytes} bytes.`);
    case 'throttled': {
      const sentence = `There were too many requests. Try again in ${refusal.retryAfterSeconds} s.`;
      return new OAuthRefused('temporarily_unavailable', sentence, refusal);
    }
    case 'unavailable': {
      const options = { retryAfterSeconds: refusal.retryAfterSeconds, cause: refused.cause };
      return new OAuthRefused('temporarily_unavailable', 'The gateway cannot answer right now. Try again.', options);
    }
    default:
      return refused;
  }
}

/** The characters of RFC 6749 section 5.2. */
function toDescription(text: string): string {
  return text.replaceAll('"', "'").replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, ' ');
}
