import { type ErrorCode, ERRORS, type FieldError, PROBLEM_MEDIA_TYPE, problemOf } from '@wicketgate/contract';
import type { CredentialRefusal, Refusal } from './domain/refusal.ts';

/** What the wire says of a refusal, before it is bound to one request. */
export interface WireProblem {
  readonly code: ErrorCode;
  /** What happened to what, and what to do next; default the title of the code. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem document with its status and headers, ready for any transport. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What went wrong inside stays inside: the log has it under the request's id. */
export const INTERNAL_FAILURE: WireProblem = {
  code: 'internal_error',
  detail: 'The gateway failed. Tell its operator the request_id.',
};

/** The one place where a reason becomes a wire code. A stranger reads the same of every key that is not known. */
export function problemOfRefusal(refusal: Refusal): WireProblem {
  switch (refusal.reason) {
    case 'no_credentials':
    case 'wrong_scheme':
    case 'malformed_key':
    case 'unknown_key':
    case 'key_suspended':
    case 'key_revoked':
    case 'key_expired':
    case 'unknown_token':
    case 'token_expired':
    case 'session_ended':
    case 'invalid_dpop_proof':
      return problemOfCredential(refusal);
    case 'role_too_low':
      return { code: 'forbidden', detail: `This needs the role ${orHigher(refusal.needs)}.` };
    case 'origin_not_allowed':
      return {
        code: 'origin_not_allowed',
        detail: 'Add the origin of the page to WICKETGATE_CORS_ORIGINS to allow it.',
      };
    case 'no_such_key':
      return { code: 'not_found', detail: 'There is no key with this id.' };
    case 'no_such_session':
      return { code: 'not_found', detail: 'There is no sign-in with this id.' };
    case 'no_such_path':
      return { code: 'not_found' };
    case 'request_timeout':
      return { code: 'request_timeout' };
    case 'wrong_method':
      return {
        code: 'method_not_allowed',
        detail: `This address answers ${refusal.allowed.join(', ')}.`,
        headers: { allow: refusal.allowed.join(', ') },
      };
    case 'state_conflict':
      return { code: 'conflict', detail: refusal.detail };
    case 'malformed_body':
    case 'malformed_request':
    case 'unsupported_media_type':
      return { code: refusal.reason, detail: refusal.detail };
    case 'body_too_large':
      return { code: 'body_too_large', detail: `The body may have at most ${refusal.limitBytes} bytes.` };
    case 'uri_too_long':
      return { code: 'uri_too_long', detail: `The address may have at most ${refusal.limitBytes} bytes.` };
    case 'invalid_fields':
      return { code: 'invalid_field', detail: listFields('cannot be taken', refusal.errors), errors: refusal.errors };
    case 'unknown_fields':
      return { code: 'unknown_field', detail: listFields('is not known here', refusal.errors), errors: refusal.errors };
    case 'throttled':
      return {
        code: 'too_many_requests',
        detail: `Try again in ${refusal.retryAfterSeconds} s.`,
        retryAfterSeconds: refusal.retryAfterSeconds,
      };
    case 'unavailable':
      return { code: 'unavailable', retryAfterSeconds: refusal.retryAfterSeconds };
  }
}

function problemOfCredential(refusal: CredentialRefusal): WireProblem {
  switch (refusal.reason) {
    case 'no_credentials':
      return {
        code: 'missing_credentials',
        detail: 'Send an API key or access token as "Authorization: Bearer <key>".',
      };
    case 'wrong_scheme':
      return { code: 'unsupported_scheme', detail: 'Send exactly one "Authorization: Bearer <key or token>".' };
    case 'malformed_key':
    case 'unknown_key':
      return { code: refusal.reason };
    case 'key_suspended':
      return { code: 'key_suspended', detail: because('The API key is suspended', refusal.because) };
    case 'key_revoked':
      return { code: 'key_revoked', detail: because('The API key was revoked', refusal.because) };
    case 'key_expired':
      return { code: 'key_expired', detail: `The API key expired at ${new Date(refusal.at).toISOString()}.` };
    case 'unknown_token':
      return {
        code: 'unknown_token',
        detail: 'The access token was not issued here, or not for this use. Sign in again.',
      };
    case 'token_expired':
      return { code: 'token_expired', detail: 'The access token has expired. Refresh it, or sign in again.' };
    case 'session_ended':
      return { code: 'session_ended', detail: `Sign in again. ${because('The sign-in has ended', refusal.because)}` };
    case 'invalid_dpop_proof':
      return { code: 'invalid_dpop_proof', detail: refusal.detail };
  }
}

/** The document and headers of a problem for one request. */
export function answerProblem(problem: WireProblem, requestId: string): ProblemAnswer {
  const { code, detail, errors, retryAfterSeconds } = problem;
  const document = problemOf(code, {
    requestId,
    ...(detail !== undefined && { detail }),
    ...(errors !== undefined && { errors }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
  const headers = {
    'content-type': PROBLEM_MEDIA_TYPE,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    ...problem.headers,
  };
  return { status: ERRORS[code].status, headers, body: JSON.stringify(document) };
}

function because(sentence: string, reason: string | null): string {
  return reason === null ? `${sentence}.` : `${sentence}: ${reason}`;
}

function orHigher(role: 'viewer' | 'admin'): string {
  return role === 'viewer' ? 'viewer or admin' : 'admin';
}

function listFields(fault: string, errors: readonly FieldError[]): string {
  const [only] = errors;
  if (only === undefined || errors.length > 1) return `${errors.length} members of the request: see errors.`;
  return only.field === '' ? `The request ${only.message}.` : `The member ${only.field} ${fault}: see errors.`;
}
