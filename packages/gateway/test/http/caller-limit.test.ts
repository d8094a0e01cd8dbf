import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts';

describe('the limits of a key', () => {
  let started: TestGateway;
  beforeEach(async () => {
    started = await startTestGateway();
  });
  afterEach(() => started.close());

  it('are told with every answer, the refusal included, and let exactly the burst pass', async () => {
    const { apiKey } = await started.issue({ limits: { requests: 60, windowSeconds: 60, burst: 2 } });
    const ask = () => started.send('GET /api/v1/me', { key: apiKey });
    const [first, second, third] = [await ask(), await ask(), await ask()];
    expect([first.status, second.status, third.status]).toEqual([200, 200, 429]);
    expect(first.headers.get('ratelimit-policy')).toBe('"key";q=60;w=60');
    expect(first.headers.get('ratelimit')).toBe('"key";r=1;t=1');
    expect(third.headers.get('ratelimit')).toBe('"key";r=0;t=2');
    expect(third.headers.get('retry-after')).toBe('1');
    await started.clock.advance(1_000);
    expect((await ask()).status).toBe(200);
  });

  it('come before the role: a key without one cannot knock at administration without end', async () => {
    const { apiKey } = await started.issue({ limits: { requests: 1, windowSeconds: 60, burst: 1 } });
    expect((await started.send('GET /admin/api/keys', { key: apiKey })).status).toBe(403);
    expect((await started.send('GET /admin/api/keys', { key: apiKey })).status).toBe(429);
  });

  it('are those of the tier when the key has none of its own (XV-04)', async () => {
    for (const [tier, quota] of [
      ['free', 60],
      ['pro', 300],
      ['enterprise', 1_000],
    ] as const) {
      const { apiKey } = await started.issue({ tier });
      const response = await started.send('GET /api/v1/me', { key: apiKey });
      expect(response.headers.get('ratelimit-policy')).toBe(`"key";q=${quota};w=60`);
    }
  });
});
