import { endpoints, problemOf } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { type ArrivedAnswer, readAnswer } from '../../src/rules/answer.ts';
import { WicketgateError } from '../../src/words/errors.ts';

const { health } = endpoints.system;
const JSON_TYPE = { 'content-type': 'application/json' };

function answer(status: number, body: unknown, headers: Record<string, string> = JSON_TYPE): ArrivedAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: new Headers(headers), text, at: Date.UTC(2026, 0, 1) };
}

function errorOf(arrived: ArrivedAnswer): WicketgateError {
  try {
    readAnswer(health, arrived);
  } catch (error) {
    if (WicketgateError.isInstance(error)) return error;
  }
  throw new Error('readAnswer threw no coded error.');
}

describe('readAnswer on what was promised', () => {
  it('answers in camelCase and ignores members that it does not know', () => {
    expect(readAnswer(health, answer(200, { status: 'ok', version: '1', from_the_future: 1 }))).toEqual({
      status: 'ok',
      version: '1',
    });
  });

  it.each(['application/json', 'Application/JSON; charset=utf-8', 'application/problem+json'])('takes %s', (type) => {
    const arrived = answer(201, { status: 'ok', version: '1' }, { 'content-type': type });
    expect(readAnswer(health, arrived).status).toBe('ok');
  });

  it.each<[string, ArrivedAnswer]>([
    ['a page', answer(200, '<!doctype html>', { 'content-type': 'text/html' })],
    ['JSON of no media type', answer(200, { status: 'ok', version: '1' }, {})],
    ['JSON as text', answer(200, { status: 'ok', version: '1' }, { 'content-type': 'text/plain' })],
    ['JSON that breaks off', answer(200, '{"status":"ok"')],
    ['nothing', answer(200, '')],
    ['nothing with 204', answer(204, '', {})],
    ['another type', answer(200, [])],
    ['a member too few', answer(200, { status: 'ok' })],
    ['a wrong member', answer(200, { status: 'no', version: '1' })],
  ])('refuses %s as bad_answer', (_, arrived) => {
    expect(errorOf(arrived)).toMatchObject({ code: 'bad_answer', status: arrived.status });
  });
});

describe('readAnswer on a refusal', () => {
  it('reads a problem document', () => {
    const problem = problemOf('invalid_field', {
      requestId: 'request-1',
      detail: 'The name is empty.',
      errors: [{ field: 'name', message: 'must not be empty' }],
    });
    expect(errorOf(answer(400, problem, { 'content-type': 'application/problem+json' }))).toMatchObject({
      code: 'invalid_field',
      message: 'The name is empty.',
      status: 400,
      requestId: 'request-1',
      errors: [{ field: 'name', message: 'must not be empty' }],
    });
  });

  it('takes the pause from the header before the body', () => {
    const problem = problemOf('too_many_requests', { requestId: 'request-1', retryAfterSeconds: 7 });
    expect(errorOf(answer(429, problem)).retryAfterMs).toBe(7_000);
    expect(errorOf(answer(429, problem, { ...JSON_TYPE, 'retry-after': '9' })).retryAfterMs).toBe(9_000);
    expect(errorOf(answer(429, { ...problem, retry_after: -1 })).retryAfterMs).toBeUndefined();
  });

  it.each([
    [401, 'from_the_future', 'unknown_key'],
    [403, 'from_the_future', 'forbidden'],
    [502, 'from_the_future', 'unavailable'],
    [500, 'unknown_key', 'internal_error'],
    [401, 'internal_error', 'unknown_key'],
    [401, 'key_revoked', 'key_revoked'],
    [401, 7, 'unknown_key'],
  ])('takes %i with the code %s for %s', (status, code, expected) => {
    expect(errorOf(answer(status, { code })).code).toBe(expected);
  });

  it('takes a refusal without a body by its status', () => {
    expect(errorOf(answer(401, '', { 'x-request-id': 'request-2' }))).toMatchObject({
      code: 'unknown_key',
      message: 'The API key is not known here.',
      requestId: 'request-2',
    });
  });

  it.each([
    [401, '<h1>Sign in to the hotel</h1>', 'text/html'],
    [403, 'Blocked by policy', 'text/plain'],
    [401, '{"code":"key_revo', 'application/json'],
    [401, '"key_revoked"', 'application/json'],
  ])('takes no verdict about a key from a page with %i', (status, body, type) => {
    expect(errorOf(answer(status, body, { 'content-type': type }))).toMatchObject({ code: 'bad_answer', status });
  });

  it.each([
    [408, 'text/plain', 'request_timeout'],
    [429, 'text/html', 'too_many_requests'],
    [500, 'application/json', 'internal_error'],
    [502, 'text/html', 'unavailable'],
    [503, 'application/problem+json', 'unavailable'],
  ])('takes %i by its status when a proxy adds %s of its own', (status, type, code) => {
    for (const body of ['<h1>Back soon</h1>', '"soon"', '{"broken']) {
      const error = errorOf(answer(status, body, { 'content-type': type, 'retry-after': '7' }));
      expect(error).toMatchObject({ code, status, retryAfterMs: 7_000 });
    }
  });

  it('lets no control characters and no novels through, and no wild request id', () => {
    const error = errorOf(
      answer(400, {
        detail: `a\u001b[2Jb\nc${'x'.repeat(600)}`,
        request_id: 'a b\n',
        errors: [{ field: 1 }, null, { field: 'a\u0007', message: 'b' }],
      }),
    );
    expect(error.message).toHaveLength(500);
    expect(error.message).toMatch(/^a \[2Jb cx/);
    expect(error.requestId).toBeUndefined();
    expect(error.errors).toEqual([{ field: 'a', message: 'b' }]);
  });
});
