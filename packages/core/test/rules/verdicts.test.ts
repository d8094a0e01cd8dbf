import { ERROR_CODES } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { verdictOfError } from '../../src/rules/verdicts.ts';
import { LOCAL_ERROR_CODES, WicketgateError } from '../../src/words/errors.ts';

const verdictOf = (code: (typeof ERROR_CODES)[number] | (typeof LOCAL_ERROR_CODES)[number]) =>
  verdictOfError(new WicketgateError(code, 'message', { requestId: 'request-1', retryAfterMs: 5 }));

describe('verdictOfError', () => {
  it('calls a credential invalid for exactly eleven codes, and for none that a network can cause', () => {
    const invalid = [...ERROR_CODES, ...LOCAL_ERROR_CODES].filter((code) => verdictOf(code).status === 'invalid');
    expect(invalid).toEqual([
      'malformed_key',
      'unknown_key',
      'key_suspended',
      'key_revoked',
      'key_expired',
      'unknown_token',
      'token_expired',
      'session_ended',
      'invalid_dpop_proof',
      'forbidden',
      'origin_not_allowed',
    ]);
  });

  it.each([
    ['malformed_key', 'invalid', 'malformed', 'check_key'],
    ['unknown_key', 'invalid', 'unknown', 'check_key'],
    ['key_suspended', 'invalid', 'suspended', 'contact_operator'],
    ['key_revoked', 'invalid', 'revoked', 'renew_key'],
    ['key_expired', 'invalid', 'expired', 'renew_key'],
    ['unknown_token', 'invalid', 'unknown', 'sign_in'],
    ['token_expired', 'invalid', 'expired', 'sign_in'],
    ['session_ended', 'invalid', 'revoked', 'sign_in'],
    ['invalid_dpop_proof', 'invalid', 'forbidden', 'sign_in'],
    ['forbidden', 'invalid', 'forbidden', 'contact_operator'],
    ['offline', 'unavailable', 'offline', 'check_network'],
    ['timeout', 'unavailable', 'timeout', 'retry_later'],
    ['too_many_requests', 'unavailable', 'throttled', 'retry_later'],
    ['internal_error', 'unavailable', 'server', 'retry_later'],
    ['unavailable', 'unavailable', 'server', 'retry_later'],
    ['bad_answer', 'unavailable', 'server', 'check_url'],
    ['redirected', 'unavailable', 'server', 'check_url'],
    ['not_found', 'unavailable', 'server', 'check_url'],
    ['missing_credentials', 'unavailable', 'server', 'contact_operator'],
  ] as const)('takes %s for %s, %s, and says %s', (code, ...expected) => {
    const [status, reason, next] = expected;
    expect(verdictOf(code)).toMatchObject({ status, reason, next, code, message: 'message', requestId: 'request-1' });
  });

  it('says when to come back only where that helps', () => {
    expect(verdictOf('too_many_requests')).toMatchObject({ retryAfterMs: 5 });
    expect(verdictOf('key_revoked')).not.toHaveProperty('retryAfterMs');
    expect(verdictOfError(new WicketgateError('offline', 'm'))).not.toHaveProperty('requestId');
  });
});
