import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts';

const LISTED = 'https://admin.example.com';
const DRAFT = { name: 'a key', owner: { id: 'owner-1' } };

describe('pages of other origins', () => {
  let started: TestGateway;
  beforeAll(async () => {
    started = await startTestGateway({ environment: { WICKETGATE_CORS_ORIGINS: LISTED } });
  });
  afterAll(() => started.close());

  const send = (line: string, origin: string, init: object = {}) =>
    started.send(line, { ...init, headers: { origin, ...('headers' in init ? (init.headers as object) : {}) } });

  it('may read answers when their origin is listed, and never with cookies', async () => {
    const response = await send('GET /api/v1/me', LISTED);
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(LISTED);
    expect(response.headers.get('access-control-expose-headers')).toContain('X-Request-Id');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('vary')).toBe('Origin');
  });

  it('may read refusals too, so that they can say what is wrong', async () => {
    const response = await send('GET /api/v1/me', LISTED, { key: null });
    expect(response.status).toBe(401);
    expect(response.headers.get('access-control-allow-origin')).toBe(LISTED);
  });

  it.each(['https://evil.example.com', 'null', 'https://admin.example.com.evil.example.com', 'http://localhost:3000'])(
    'may read nothing and change nothing from %s',
    async (origin) => {
      const read = await send('GET /api/v1/me', origin);
      expect(read.headers.get('access-control-allow-origin')).toBeNull();
      const change = await send('POST /admin/api/keys', origin, { json: DRAFT });
      expect(change.status).toBe(403);
      expect(await change.json()).toMatchObject({ code: 'origin_not_allowed' });
    },
  );

  it('may change things when listed, and the gateway’s own pages may', async () => {
    expect((await send('POST /admin/api/keys', LISTED, { json: DRAFT })).status).toBe(201);
    expect((await send('POST /admin/api/keys', 'http://127.0.0.1:8787', { json: DRAFT })).status).toBe(201);
  });

  it('learn from a preflight what they may send', async () => {
    const headers = { 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' };
    const allowed = await send('OPTIONS /admin/api/keys/0000000000', LISTED, { key: null, headers });
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(allowed.headers.get('access-control-allow-headers')).toBe('Authorization, Content-Type, DPoP, X-Request-Id');
    expect(allowed.headers.get('access-control-max-age')).toBe('600');
    const refused = await send('OPTIONS /admin/api/keys/0000000000', 'https://evil.example.com', {
      key: null,
      headers,
    });
    expect(refused.headers.get('access-control-allow-methods')).toBeNull();
  });
});
