import { mintApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CountingStorage, countingStorage } from '../support/counting-storage.ts';
import { createGate } from '../support/gate.ts';
import { PLENTY, startTestGateway, type TestGateway } from '../support/test-gateway.ts';

const VALIDATE = 'POST /api/v1/auth/validate';
const random = createSeededRandom(99);
const stranger = () => mintApiKey({ env: 'live', random }).key;

describe('the budget of refused credentials of an address', () => {
  let counting: CountingStorage;
  let started: TestGateway;
  beforeEach(async () => {
    started = await startTestGateway({
      environment: { WICKETGATE_PREAUTH_LIMIT: '60/60/3', WICKETGATE_TRUSTED_PROXIES: '10.0.0.0/8' },
      wrapStorage: (storage) => (counting = countingStorage(storage)).storage,
    });
  });
  afterEach(() => started.close());

  const from = (address: string, key = stranger(), headers: Record<string, string> = {}) =>
    started.send(VALIDATE, { key, headers, info: { address } });

  it('stands before any read of the store, and says when to come back', async () => {
    for (let turn = 0; turn < 3; turn++) expect((await from('203.0.113.7')).status).toBe(401);
    counting.reset();
    const response = await from('203.0.113.7');
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ code: 'too_many_requests', retry_after: 1 });
    expect(response.headers.get('ratelimit-policy')).toBe('"address";q=60;w=60');
    expect(response.headers.get('ratelimit')).toBe('"address";r=0;t=3');
    expect(counting.calls).toEqual({});
    await started.clock.advance(1_000);
    expect((await from('203.0.113.7')).status).toBe(401);
  });

  it('stands before those that come at once too, while the first are still looked up', async () => {
    counting.reset();
    const { opened, open } = createGate();
    counting.holdUp(opened);
    const asked = Array.from({ length: 50 }, () => from('203.0.113.7'));
    const refusedAtOnce = await Promise.all(asked.slice(3));
    expect(new Set(refusedAtOnce.map(({ status }) => status))).toEqual(new Set([429]));
    expect(refusedAtOnce[0]?.headers.get('retry-after')).toBe('1');
    open();
    expect((await Promise.all(asked.slice(0, 3))).map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(counting.calls).toEqual({ findById: 3 });
    await started.clock.advance(1_000);
    expect((await from('203.0.113.7')).status).toBe(401);
  });

  it('takes one key that many present at once for one', async () => {
    const { apiKey } = await started.issue({ limits: PLENTY });
    const answers = await Promise.all(Array.from({ length: 50 }, () => from('203.0.113.7', apiKey)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('is not spent by good keys, however many share the address', async () => {
    const { apiKey } = await started.issue({ limits: PLENTY });
    for (let turn = 0; turn < 50; turn++) expect((await from('203.0.113.7', apiKey)).status).toBe(200);
    expect((await from('203.0.113.7')).status).toBe(401);
  });

  it('lets a key pass that was good a while ago, once a neighbour has spent it, and no key that ended since', async () => {
    const [good, revoked] = [await started.issue(), await started.issue()];
    for (const { apiKey } of [good, revoked]) expect((await from('203.0.113.7', apiKey)).status).toBe(200);
    const fresh = await started.issue();
    await started.send(`POST /admin/api/keys/${revoked.id}/revoke`, { json: { reason: 'lost' } });
    await started.clock.advance(60_000);
    for (let turn = 0; turn < 3; turn++) await from('203.0.113.7');
    expect((await from('203.0.113.7', good.apiKey)).status).toBe(200);
    expect((await from('203.0.113.7', revoked.apiKey)).status).toBe(429);
    expect((await from('203.0.113.7', fresh.apiKey)).status).toBe(429);
    expect((await from('203.0.113.7', 'nonsense')).status).toBe(429);
  });

  it('holds for each address alone, and for a whole /64 of IPv6', async () => {
    for (let turn = 0; turn < 3; turn++) await from(`2001:db8:1:2::${turn}`);
    expect((await from('2001:db8:1:2:ffff::1')).status).toBe(429);
    expect((await from('2001:db8:1:3::1')).status).toBe(401);
    expect((await from('203.0.113.7')).status).toBe(401);
  });

  it('cannot be dodged by a header that no trusted proxy wrote', async () => {
    for (let turn = 0; turn < 3; turn++)
      await from('203.0.113.7', stranger(), { 'x-forwarded-for': `192.0.2.${turn}` });
    expect((await from('203.0.113.7', stranger(), { 'x-forwarded-for': '192.0.2.9' })).status).toBe(429);
  });

  it('follows the client that a trusted proxy names', async () => {
    for (let turn = 0; turn < 3; turn++) await from('10.0.0.1', stranger(), { 'x-forwarded-for': '192.0.2.1' });
    expect((await from('10.0.0.1', stranger(), { 'x-forwarded-for': '192.0.2.1' })).status).toBe(429);
    expect((await from('10.0.0.1', stranger(), { 'x-forwarded-for': '192.0.2.2' })).status).toBe(401);
  });

  it('leaves health and public keys alone', async () => {
    for (let turn = 0; turn < 4; turn++) await from('203.0.113.7');
    for (const path of ['/health', '/api/v1/health', '/ready', '/.well-known/jwks.json']) {
      expect((await started.send(`GET ${path}`, { key: null, info: { address: '203.0.113.7' } })).status).toBe(200);
    }
  });

  it('counts what is refused by reason, key id and address in the batch', async () => {
    const { apiKey, id } = await started.issue({ expiresAt: started.clock.now() + 1_000 });
    await started.clock.advance(2_000);
    await from('203.0.113.7', apiKey);
    await from('203.0.113.7', 'nonsense');
    counting.reset();
    await started.clock.advance(5_000);
    expect(counting.calls['recordRefusals']).toBe(1);
    const minute = Math.floor(started.clock.now() / 60_000) * 60_000;
    expect(counting.given('recordRefusals')?.[0]).toEqual([
      { minute, keyId: id, address: '203.0.113.7', reason: 'key_expired', count: 1 },
      { minute, keyId: null, address: '203.0.113.7', reason: 'malformed_key', count: 1 },
    ]);
  });
});
