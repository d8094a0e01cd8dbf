import { problemSchema } from '@wicketgate/contract';
import { malformedAsBytes, malformedRequests } from '@wicketgate/testing';
import { sendRaw } from '@wicketgate/testing/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SocketGateway, startSocketGateway } from '../support/socket-gateway.ts';

describe('bad input, over a socket', () => {
  let started: SocketGateway;
  beforeAll(async () => {
    started = await startSocketGateway({ WICKETGATE_PREAUTH_LIMIT: '1000/60/1000' });
  });
  afterAll(() => started.close());

  for (const row of malformedRequests) {
    it(`refuses ${row.name} as ${row.expect.code}`, async () => {
      const bytes = malformedAsBytes(row, { baseUrl: started.url, adminKey: started.adminKey });
      const { status, headers, body } = await sendRaw(started.url, bytes);
      const problem = problemSchema.parse(JSON.parse(body));
      expect({ status, code: problem.code }).toEqual(row.expect);
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(headers.get('x-request-id')).toBe(problem.request_id);
    });
  }

  it('has at least sixty rows, some of which no web request can carry', () => {
    expect(malformedRequests.length).toBeGreaterThanOrEqual(60);
    expect(malformedRequests.some((row) => 'raw' in row)).toBe(true);
  });
});
