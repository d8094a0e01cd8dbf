import { problemSchema } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../src/domain/refusal.ts';
import { answerProblem, problemOfRefusal } from '../src/problems.ts';

const FIELDS = [{ field: 'owner.id', message: 'is required' }];

/** Every reason with the status and code that clients of the wire rely on. */
const REFUSALS: readonly (readonly [Refusal, number, string])[] = [
  [{ reason: 'no_credentials' }, 401, 'missing_credentials'],
  [{ reason: 'wrong_scheme' }, 401, 'unsupported_scheme'],
  [{ reason: 'malformed_key' }, 401, 'malformed_key'],
  [{ reason: 'unknown_key' }, 401, 'unknown_key'],
  [{ reason: 'key_suspended', because: null }, 401, 'key_suspended'],
  [{ reason: 'key_revoked', because: 'lost' }, 401, 'key_revoked'],
  [{ reason: 'key_expired', at: 0 }, 401, 'key_expired'],
  [{ reason: 'unknown_token' }, 401, 'unknown_token'],
  [{ reason: 'token_expired' }, 401, 'token_expired'],
  [{ reason: 'session_ended', because: null }, 401, 'session_ended'],
  [{ reason: 'invalid_dpop_proof', detail: 'It has no jti.' }, 401, 'invalid_dpop_proof'],
  [{ reason: 'role_too_low', needs: 'viewer' }, 403, 'forbidden'],
  [{ reason: 'origin_not_allowed' }, 403, 'origin_not_allowed'],
  [{ reason: 'no_such_key', id: '0000000000' }, 404, 'not_found'],
  [{ reason: 'no_such_session', id: '0000000000000000' }, 404, 'not_found'],
  [{ reason: 'no_such_path' }, 404, 'not_found'],
  [{ reason: 'wrong_method', allowed: ['GET', 'OPTIONS'] }, 405, 'method_not_allowed'],
  [{ reason: 'state_conflict', detail: 'It is revoked.' }, 409, 'conflict'],
  [{ reason: 'malformed_body', detail: 'It is no JSON.' }, 400, 'malformed_body'],
  [{ reason: 'unsupported_media_type', detail: 'It is a form.' }, 415, 'unsupported_media_type'],
  [{ reason: 'body_too_large', limitBytes: 65_536 }, 413, 'body_too_large'],
  [{ reason: 'uri_too_long', limitBytes: 8_192 }, 414, 'uri_too_long'],
  [{ reason: 'malformed_request', detail: 'Two hosts.' }, 400, 'malformed_request'],
  [{ reason: 'invalid_fields', errors: FIELDS }, 400, 'invalid_field'],
  [{ reason: 'unknown_fields', errors: FIELDS }, 400, 'unknown_field'],
  [{ reason: 'throttled', retryAfterSeconds: 3 }, 429, 'too_many_requests'],
  [{ reason: 'request_timeout' }, 408, 'request_timeout'],
  [{ reason: 'unavailable', retryAfterSeconds: 5 }, 503, 'unavailable'],
];

describe('a refusal on the wire', () => {
  it.each(REFUSALS)('of reason $reason is $1 $2', (refusal, status, code) => {
    const answer = answerProblem(problemOfRefusal(refusal), 'request-1');
    const problem = problemSchema.parse(JSON.parse(answer.body));
    expect(answer.status).toBe(status);
    expect(problem).toMatchObject({ status, code, request_id: 'request-1' });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': 'request-1',
    });
  });

  it('tells the holder of a key why it is shut, and when it ended', () => {
    expect(problemOfRefusal({ reason: 'key_suspended', because: 'unpaid' }).detail).toBe(
      'The API key is suspended: unpaid',
    );
    expect(problemOfRefusal({ reason: 'key_suspended', because: null }).detail).toBe('The API key is suspended.');
    expect(problemOfRefusal({ reason: 'key_expired', at: 0 }).detail).toContain('1970-01-01T00:00:00.000Z');
  });

  it('tells the holder of a token what to do next', () => {
    const detailOf = (refusal: Refusal) => problemOfRefusal(refusal).detail;
    expect(detailOf({ reason: 'token_expired' })).toBe('The access token has expired. Refresh it, or sign in again.');
    expect(detailOf({ reason: 'session_ended', because: null })).toBe('Sign in again. The sign-in has ended.');
    expect(detailOf({ reason: 'session_ended', because: 'laptop lost' })).toBe(
      'Sign in again. The sign-in has ended: laptop lost',
    );
    expect(detailOf({ reason: 'unknown_token' })).toContain('Sign in again.');
  });

  it('says when to come back, in the body and in the header', () => {
    const answer = answerProblem(problemOfRefusal({ reason: 'throttled', retryAfterSeconds: 3 }), 'request-1');
    expect(answer.headers).toMatchObject({ 'retry-after': '3' });
    expect(JSON.parse(answer.body)).toMatchObject({ retry_after: 3 });
  });

  it('names the methods that are allowed', () => {
    const answer = answerProblem(problemOfRefusal({ reason: 'wrong_method', allowed: ['GET', 'HEAD'] }), 'request-1');
    expect(answer.headers).toMatchObject({ allow: 'GET, HEAD' });
  });
});
