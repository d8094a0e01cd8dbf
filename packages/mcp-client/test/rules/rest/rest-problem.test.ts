import { describe, expect, it } from 'vitest';
import {
  problemDocument,
  refusalOf,
  refuseField,
  REST_PROBLEMS,
  restCodeOf,
} from '../../../src/rules/rest/rest-problem.ts';
import { MCP_ERROR_CODES, McpError } from '../../../src/words/errors.ts';

describe('a problem of the handler', () => {
  it('of a client has the code of the client, except where that would speak of whoever asks', () => {
    const differing = MCP_ERROR_CODES.filter((code) => restCodeOf(code) !== code);
    expect(differing).toEqual(['unauthorized', 'forbidden']);
    for (const code of MCP_ERROR_CODES) {
      const { status } = REST_PROBLEMS[restCodeOf(code)];
      expect(status, code).toBeGreaterThanOrEqual(400);
      expect(status, code).not.toBe(401);
    }
  });

  it('names the member that was refused, in words', () => {
    expect(problemDocument(refuseField('limit', 'must be a number'), 'id-1')).toMatchObject({
      code: 'invalid_field',
      status: 400,
      detail: 'limit must be a number.',
      errors: [{ field: 'limit', message: 'must be a number' }],
      request_id: 'id-1',
    });
  });

  it.each([
    [undefined, undefined],
    [0, 1],
    [1_000, 1],
    [1_001, 2],
  ])('of a failure that is over in %s ms says %s seconds', (retryAfterMs, seconds) => {
    const { facts } = refusalOf(new McpError('throttled', 'Slowly.', { retryAfterMs }));
    expect(facts.retryAfterSeconds).toBe(seconds);
  });

  it('does not take the message of a client along', () => {
    const refusal = refusalOf(new McpError('unknown_tool', 'These servers could not be asked: secret.'));
    expect(JSON.stringify(problemDocument(refusal, 'id-1'))).not.toContain('secret');
  });
});
