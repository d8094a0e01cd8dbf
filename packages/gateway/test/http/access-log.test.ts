import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts';

describe('the access log', () => {
  let started: TestGateway;
  beforeEach(async () => {
    started = await startTestGateway();
  });
  afterEach(() => started.close());

  const requests = () => started.log.filter(({ message }) => message === 'request');

  it('says what was asked by the pattern of its route, how it ended and who asked', async () => {
    const { id } = await started.issue();
    const response = await started.send(`GET /admin/api/keys/${id}`);
    const admin = await started.storage.list({ role: 'admin' }, { limit: 1, now: started.clock.now() });
    expect(requests()).toEqual([
      {
        level: 'info',
        message: 'request',
        fields: {
          method: 'GET',
          route: '/admin/api/keys/{id}',
          status: 200,
          ms: 0,
          requestId: response.headers.get('x-request-id'),
          keyId: admin[0]?.id,
        },
      },
    ]);
  });

  it('says of a refusal as much, and of what no route matched no address', async () => {
    await started.send('GET /wp-admin/setup.php?token=hush', { key: null });
    expect(requests()[0]?.fields).toMatchObject({ route: null, status: 404, keyId: null });
  });

  it('writes probes at debug, so that they do not drown the rest', async () => {
    for (const path of ['/health', '/ready', '/api/v1/health']) await started.send(`GET ${path}`, { key: null });
    expect(requests().map(({ level }) => level)).toEqual(['debug', 'debug', 'debug']);
  });

  it('holds no key, wherever a caller puts one', async () => {
    const { apiKey } = await started.issue();
    const secret = apiKey.slice(20);
    await started.send(`GET /api/v1/me?api_key=${apiKey}`, { key: apiKey });
    await started.send(`GET /${apiKey}`, { key: apiKey, headers: { 'x-request-id': apiKey } });
    await started.send(`GET /admin/api/keys/${apiKey}`, { headers: { 'x-forwarded-for': apiKey, cookie: apiKey } });
    await started.send('POST /admin/api/keys', { json: { name: apiKey, [apiKey]: 1 } });
    await started.send('POST /api/v1/auth/validate', { body: apiKey, headers: { 'content-type': apiKey } });
    expect(requests()).toHaveLength(5);
    expect(JSON.stringify(started.log)).not.toContain(secret);
  });
});
