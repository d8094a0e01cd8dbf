import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StorageError } from '../../src/ports/storage-error.ts';
import { type CountingStorage, countingStorage } from '../support/counting-storage.ts';
import { NEW_YEAR } from '../support/records.ts';
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts';

const USAGE = 'GET /api/v1/usage';
const ME = 'GET /api/v1/me';

describe('the usage of a credential', () => {
  let counting: CountingStorage;
  let started: TestGateway;
  beforeEach(async () => {
    started = await startTestGateway({ wrapStorage: (storage) => (counting = countingStorage(storage)).storage });
  });
  afterEach(() => started.close());

  const totalOf = async (key: string) => {
    const answer = (await (await started.send(USAGE, { key })).json()) as { calls: { total: number } };
    return answer.calls.total;
  };

  it('has the calls, the last of them and the limits, and nothing that nobody counts', async () => {
    const { apiKey } = await started.issue({ tier: 'pro' });
    await started.send(ME, { key: apiKey });
    await started.clock.advance(5_000);
    expect(await (await started.send(USAGE, { key: apiKey })).json()).toEqual({
      calls: { total: 1, last_used_at: new Date(NEW_YEAR).toISOString() },
      limits: { requests: 300, window_seconds: 60, burst: 300 },
    });
  });

  it('is what the next batch has written, not what waits for it', async () => {
    const { apiKey } = await started.issue();
    await started.send(ME, { key: apiKey });
    expect(await totalOf(apiKey)).toBe(0);
    await started.clock.advance(5_000);
    expect(await totalOf(apiKey)).toBe(2);
  });

  it('counts no call that was refused', async () => {
    const { apiKey } = await started.issue({ limits: { requests: 1, windowSeconds: 1, burst: 1 } });
    for (let turn = 0; turn < 3; turn++) await started.send(ME, { key: apiKey });
    await started.clock.advance(5_000);
    expect(await totalOf(apiKey)).toBe(1);
  });

  it('of a sign-in goes on after its end, for the next sign-in of the same person', async () => {
    const { session, token } = await started.signIn();
    await started.send(ME, { key: token });
    await started.send(`POST /admin/api/sessions/${session.id}/revoke`, { json: { reason: 'over' } });
    await started.clock.advance(5_000);
    const next = await started.signIn();
    expect(next.session.principal).toEqual(session.principal);
    expect(await totalOf(next.token)).toBe(1);
  });

  it('keeps no address of a person', async () => {
    const { token } = await started.signIn();
    await started.send(ME, { key: token, info: { address: '192.0.2.7' } });
    await started.clock.advance(5_000);
    expect(counting.given('recordUsage')).toEqual([[expect.objectContaining({ count: 1, lastUsedIp: null })]]);
  });

  it('is 503 while the store is away', async () => {
    const { apiKey } = await started.issue();
    await started.send(ME, { key: apiKey });
    counting.fail(new StorageError('unavailable', 'The disk is gone.'));
    const response = await started.send(USAGE, { key: apiKey });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'unavailable' });
    counting.fail(undefined);
  });
});
