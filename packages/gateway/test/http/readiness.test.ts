import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { createReadiness } from '../../src/http/readiness.ts';
import { type CountingStorage, countingStorage } from '../support/counting-storage.ts';
import { startTestGateway } from '../support/test-gateway.ts';

describe('readiness', () => {
  it('is asked of the store once for all who ask within a second', async () => {
    const clock = createFakeClock();
    let pings = 0;
    const ping = () => {
      pings++;
      return Promise.resolve();
    };
    const readiness = createReadiness({ ping, clock });
    const first = clock.now();
    await Promise.all([readiness.storageAnswers(first), readiness.storageAnswers(first + 999)]);
    expect(pings).toBe(1);
    await readiness.storageAnswers(first + 1_000);
    expect(pings).toBe(2);
    await readiness.storageAnswers(first - 3_600_000);
    expect(pings).toBe(3);
  });

  it('is given up when the store does not answer within two seconds', async () => {
    const clock = createFakeClock();
    const readiness = createReadiness({ ping: () => new Promise(() => undefined), clock });
    const answer = readiness.storageAnswers(clock.now());
    await clock.advance(2_000);
    expect(await answer).toBe(false);
  });

  it('leaves no timer behind when the store answers', async () => {
    const clock = createFakeClock();
    await createReadiness({ ping: () => Promise.resolve(), clock }).storageAnswers(clock.now());
    expect(clock.sleepers).toBe(0);
  });

  it('is 503 with the part that fails, while health stays 200', async () => {
    let counting: CountingStorage | undefined;
    const started = await startTestGateway({ wrapStorage: (inner) => (counting = countingStorage(inner)).storage });
    const ask = async () => {
      const response = await started.send('GET /ready', { key: null });
      return [response.status, (await response.json()) as unknown];
    };
    expect(await ask()).toEqual([200, { status: 'ready', checks: { storage: 'ok', accepting: 'ok' } }]);
    counting?.fail(new Error('gone'));
    await started.clock.advance(1_000);
    expect(await ask()).toEqual([503, { status: 'not_ready', checks: { storage: 'failed', accepting: 'ok' } }]);
    expect((await started.send('GET /health', { key: null })).status).toBe(200);
    counting?.fail(undefined);
    await started.clock.advance(1_000);
    started.gateway.drain();
    expect(await ask()).toEqual([503, { status: 'not_ready', checks: { storage: 'ok', accepting: 'failed' } }]);
    await started.close();
  });
});
