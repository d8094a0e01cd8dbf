import { codeOfStatus, ERROR_CODES, ERRORS, problemOf, problemSchema } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';

describe('codeOfStatus', () => {
  it.each([
    [400, 'malformed_request'],
    [401, 'unknown_key'],
    [402, 'malformed_request'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [405, 'method_not_allowed'],
    [408, 'request_timeout'],
    [409, 'conflict'],
    [410, 'not_found'],
    [413, 'body_too_large'],
    [414, 'uri_too_long'],
    [415, 'unsupported_media_type'],
    [418, 'malformed_request'],
    [422, 'invalid_field'],
    [429, 'too_many_requests'],
    [431, 'headers_too_large'],
    [499, 'malformed_request'],
    [500, 'internal_error'],
    [501, 'internal_error'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'unavailable'],
    [599, 'internal_error'],
  ])('of %d is %s', (status, code) => {
    expect(codeOfStatus(status)).toBe(code);
  });

  it('keeps to the class of the status', () => {
    for (let status = 400; status < 600; status++) {
      expect(Math.floor(ERRORS[codeOfStatus(status)].status / 100)).toBe(Math.floor(status / 100));
    }
  });
});

describe('problemOf', () => {
  it('makes a document of every code that the schema takes', () => {
    for (const code of ERROR_CODES) {
      const problem = problemOf(code, { requestId: 'request-1' });
      expect(problemSchema.parse(problem)).toEqual(problem);
      expect(problem).toEqual({
        type: `https://github.com/wicketgate/wicketgate/blob/main/docs/errors.md#${code}`,
        title: ERRORS[code].title,
        status: ERRORS[code].status,
        detail: ERRORS[code].title,
        code,
        request_id: 'request-1',
      });
    }
  });

  it('carries what is known about the refusal', () => {
    const errors = [{ field: 'owner.email', message: 'must be an e-mail address' }];
    const details = { requestId: 'request-1', detail: 'What now.', errors, retryAfterSeconds: 0 };
    expect(problemOf('invalid_field', details)).toMatchObject({ detail: 'What now.', errors, retry_after: 0 });
  });
});

describe('the table of errors', () => {
  it('has a sentence for every code', () => {
    for (const { title } of Object.values(ERRORS)) expect(title).toMatch(/^[A-Z].*\.$/);
    expect(new Set(Object.values(ERRORS).map(({ title }) => title)).size).toBe(ERROR_CODES.length);
  });
});
