import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts';

describe('the id of a request', () => {
  let started: TestGateway;
  beforeAll(async () => {
    const shape = { name: 'legacy', prefix: 'legacy-', pattern: '[0-9a-f]{16}' };
    started = await startTestGateway({ environment: { WICKETGATE_KEY_SHAPES: JSON.stringify([shape]) } });
  });
  afterAll(() => started.close());

  const idFor = async (offered: string) =>
    (await started.send('GET /health', { key: null, headers: { 'x-request-id': offered } })).headers.get(
      'x-request-id',
    );

  it.each(['12345678', 'a'.repeat(64), 'trace-1_2.3'])(
    'is the caller’s own when it is well-formed: %s',
    async (offered) => {
      expect(await idFor(offered)).toBe(offered);
    },
  );

  it.each(['1234567', 'a'.repeat(65), 'has blank inside', 'semi;colon', '<script>'])(
    'is made anew when it is not: %s',
    async (offered) => {
      expect(await idFor(offered)).toMatch(/^[0-9a-f]{32}$/);
    },
  );

  it('is made anew when the caller put a key there, which would be logged and stored', async () => {
    expect(await idFor(started.adminKey)).toMatch(/^[0-9a-f]{32}$/);
    expect(await idFor('legacy-0123456789abcdef')).toMatch(/^[0-9a-f]{32}$/);
    for (const kind of ['rt', 'dc', 'ac'])
      expect(await idFor(`wg_${kind}_${'a'.repeat(43)}`)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('stands in the audit trail of what it did', async () => {
    const headers = { 'x-request-id': 'trace-of-this' };
    const json = { name: 'a key', owner: { id: 'owner-1' } };
    const response = await started.send('POST /admin/api/keys', { json, headers, info: { address: '203.0.113.7' } });
    const { key } = (await response.json()) as { key: { id: string } };
    const [entry] = await started.storage.listAudit(key.id, 1);
    expect(entry).toMatchObject({ requestId: 'trace-of-this', actorIp: '203.0.113.7', action: 'key.create' });
  });
});
