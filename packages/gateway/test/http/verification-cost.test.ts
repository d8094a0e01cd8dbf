import { mintApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StorageError } from '../../src/ports/storage-error.ts';
import { type CountingStorage, countingStorage } from '../support/counting-storage.ts';
import { PLENTY, startTestGateway, type TestGateway } from '../support/test-gateway.ts';

const VALIDATE = 'POST /api/v1/auth/validate';

describe('what a validation costs', () => {
  let counting: CountingStorage;
  let started: TestGateway;
  beforeEach(async () => {
    started = await startTestGateway({ wrapStorage: (storage) => (counting = countingStorage(storage)).storage });
    counting.reset();
  });
  afterEach(() => started.close());

  it('is one read of the database for a thousand at once on a cold gateway', async () => {
    const { apiKey } = await started.issue({ limits: PLENTY });
    const asked = Array.from({ length: 1_000 }, () => started.send(VALIDATE, { key: apiKey }));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(counting.calls).toEqual({ findById: 1 });
  });

  it('is no read on a warm cache, and no write but the batch that follows', async () => {
    const { apiKey, id } = await started.issue({ limits: PLENTY });
    await started.send(VALIDATE, { key: apiKey });
    counting.reset();
    for (let turn = 0; turn < 100; turn++) expect((await started.send(VALIDATE, { key: apiKey })).status).toBe(200);
    expect(counting.calls).toEqual({});
    await started.clock.advance(5_000);
    expect(counting.calls['recordUsage']).toBe(1);
    expect((await started.storage.findById(id))?.usageCount).toBe(101);
  });

  it('is nothing at all for a mistyped key, another brand, another environment and an unregistered shape', async () => {
    const { key } = mintApiKey({ env: 'live', random: createSeededRandom(7) });
    const other = mintApiKey({ brand: 'other', env: 'live', random: createSeededRandom(7) }).key;
    const test = mintApiKey({ env: 'test', random: createSeededRandom(7) }).key;
    for (const refused of [
      `${key.slice(0, -1)}!`.replace('!', key.endsWith('0') ? '1' : '0'),
      other,
      test,
      'legacy-0123',
    ]) {
      const response = await started.send(VALIDATE, { key: refused });
      expect(await response.json()).toMatchObject({ code: 'malformed_key' });
    }
    expect(counting.calls).toEqual({});
  });

  it('is one read for an unknown key that is tried again and again', async () => {
    const { key } = mintApiKey({ env: 'live', random: createSeededRandom(7) });
    for (let turn = 0; turn < 20; turn++) expect((await started.send(VALIDATE, { key })).status).toBe(401);
    expect(counting.calls).toEqual({ findById: 1 });
  });

  it('does not keep a revoked key: the next request in the same process is refused', async () => {
    const { apiKey, id } = await started.issue();
    expect((await started.send(VALIDATE, { key: apiKey })).status).toBe(200);
    expect((await started.send(`POST /admin/api/keys/${id}/revoke`, { json: { reason: 'lost' } })).status).toBe(200);
    const response = await started.send(VALIDATE, { key: apiKey });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'key_revoked', detail: 'The API key was revoked: lost' });
  });

  it('stands for a while when the store is down, marked degraded, and is 503 for a key that was not met', async () => {
    const { apiKey } = await started.issue();
    const stranger = mintApiKey({ env: 'live', random: createSeededRandom(7) }).key;
    await started.send(VALIDATE, { key: apiKey });
    counting.fail(new StorageError('unavailable', 'The disk is gone.'));
    await started.clock.advance(60_000);
    expect(await (await started.send(VALIDATE, { key: apiKey })).json()).toMatchObject({ valid: true, degraded: true });
    const refused = await started.send(VALIDATE, { key: stranger });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refused.json()).toMatchObject({ code: 'unavailable', retry_after: 5 });
    counting.fail(undefined);
  });
});
