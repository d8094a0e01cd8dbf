import { problemSchema } from '@wicketgate/contract';
import { malformedAsRequest, malformedRequests } from '@wicketgate/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASE_URL, startTestGateway, type TestGateway } from './support/test-gateway.ts';

describe('bad input, handed to the app', () => {
  let started: TestGateway;
  beforeAll(async () => {
    started = await startTestGateway({ environment: { WICKETGATE_PREAUTH_LIMIT: '1000/60/1000' } });
  });
  afterAll(() => started.close());

  for (const row of malformedRequests) {
    if ('raw' in row) continue;
    it(`refuses ${row.name} as ${row.expect.code}`, async () => {
      const request = malformedAsRequest(row, { baseUrl: BASE_URL, adminKey: started.adminKey });
      const response = await started.gateway.fetch(request);
      const body: unknown = await response.json();
      expect({ status: response.status, code: (body as { code: unknown }).code }).toEqual(row.expect);
      expect(problemSchema.parse(body).request_id).toBe(response.headers.get('x-request-id'));
    });
  }
});
