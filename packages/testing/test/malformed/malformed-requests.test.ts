import { problemSchema } from '@wicketgate/contract';
import { createFakeGateway, malformedAsBytes, malformedAsRequest, malformedRequests } from '@wicketgate/testing';
import { type HttpServer, sendRaw, serveOverHttp } from '@wicketgate/testing/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const fake = createFakeGateway();

describe('the fake gateway in process', () => {
  for (const row of malformedRequests) {
    if ('raw' in row) continue;
    it(`answers ${row.name} with ${row.expect.code}`, async () => {
      const response = await fake.fetch(malformedAsRequest(row, { baseUrl: fake.url, adminKey: fake.adminKey }));
      const problem = problemSchema.parse(await response.json());
      expect({ status: response.status, code: problem.code }).toEqual(row.expect);
    });
  }
});

describe('the fake gateway over a socket', () => {
  let server: HttpServer;
  beforeAll(async () => {
    server = await serveOverHttp(fake.fetch);
  });
  afterAll(() => server.close());

  for (const row of malformedRequests) {
    it(`answers ${row.name} with ${row.expect.code}`, async () => {
      const bytes = malformedAsBytes(row, { baseUrl: server.url, adminKey: fake.adminKey });
      const answer = await sendRaw(server.url, bytes);
      const problem = problemSchema.parse(JSON.parse(answer.body));
      expect({ status: answer.status, code: problem.code }).toEqual(row.expect);
    });
  }
});

describe('the table', () => {
  it('has at least 60 rows, each with a name of its own', () => {
    expect(malformedRequests.length).toBeGreaterThanOrEqual(60);
    expect(new Set(malformedRequests.map((row) => row.name)).size).toBe(malformedRequests.length);
  });

  it('never expects a failure of the gateway', () => {
    expect(malformedRequests.filter((row) => row.expect.status >= 500)).toEqual([]);
  });
});
