import { describe, expect, it } from 'vitest';
import { WicketgateError } from '../../src/words/errors.ts';
import { AuthenticationError, GatewayUnavailableError } from '../../src/words/refused-errors.ts';
import type { InvalidVerdict, UnavailableVerdict } from '../../src/words/verdict.ts';

const refused: InvalidVerdict = {
  status: 'invalid',
  reason: 'revoked',
  code: 'key_revoked',
  message: 'The API key was revoked.',
  next: 'renew_key',
  requestId: 'request-1',
};
const unknown: UnavailableVerdict = {
  status: 'unavailable',
  reason: 'throttled',
  code: 'too_many_requests',
  message: 'Later.',
  next: 'retry_later',
  retryAfterMs: 3_000,
};

describe('WicketgateError', () => {
  it('carries code, message, cause and what is known of the request', () => {
    const cause = new Error('socket');
    const error = new WicketgateError('offline', 'No answer.', { cause, attempts: 3, status: 503, retryAfterMs: 10 });
    expect(error).toMatchObject({ name: 'WicketgateError', code: 'offline', message: 'No answer.', cause });
    expect(error).toMatchObject({ attempts: 3, status: 503, retryAfterMs: 10, requestId: undefined });
  });

  it('has no cause unless one is given', () => {
    expect('cause' in new WicketgateError('closed', 'Closed.')).toBe(false);
    expect('cause' in new WicketgateError('aborted', 'Ended.', { cause: undefined })).toBe(true);
  });

  it('is known again when it comes from another copy of the package', () => {
    const foreign = Object.defineProperty(new Error('x'), Symbol.for('wicketgate.error'), { value: true });
    expect(WicketgateError.isInstance(foreign)).toBe(true);
    expect(WicketgateError.isInstance(new WicketgateError('closed', ''))).toBe(true);
    expect(WicketgateError.isInstance(new Error('x'))).toBe(false);
    expect(WicketgateError.isInstance(null)).toBe(false);
    expect(WicketgateError.isInstance('error')).toBe(false);
  });
});

describe('AuthenticationError and GatewayUnavailableError', () => {
  it('carry the outcome, and are told apart', () => {
    const invalid = new AuthenticationError(refused);
    const unavailable = new GatewayUnavailableError(unknown);
    expect(invalid).toMatchObject({
      name: 'AuthenticationError',
      code: 'key_revoked',
      outcome: refused,
      requestId: 'request-1',
    });
    expect(unavailable).toMatchObject({ name: 'GatewayUnavailableError', outcome: unknown, retryAfterMs: 3_000 });
    expect(AuthenticationError.isInstance(invalid)).toBe(true);
    expect(AuthenticationError.isInstance(unavailable)).toBe(false);
    expect(GatewayUnavailableError.isInstance(unavailable)).toBe(true);
    expect(GatewayUnavailableError.isInstance(invalid)).toBe(false);
    expect(WicketgateError.isInstance(invalid) && WicketgateError.isInstance(unavailable)).toBe(true);
    expect(invalid).toBeInstanceOf(WicketgateError);
  });
});
