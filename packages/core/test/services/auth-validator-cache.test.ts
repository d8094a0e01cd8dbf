import { endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/words/secret.ts';
import { createFakeWorld, failureOf, holdFirstAnswer } from '../fake-world.ts';

const VALIDATE = '/api/v1/auth/validate';
const MINUTE = 60_000;

describe('validateCached', () => {
  it('makes one request for 10,000 concurrent calls on a cold cache', async () => {
    const { validator, gateway } = createFakeWorld();
    const one = validator();
    const { apiKey } = gateway.issue();
    const verdicts = await Promise.all(Array.from({ length: 10_000 }, () => one.validateCached(apiKey)));
    expect(verdicts.filter(({ status }) => status === 'valid')).toHaveLength(10_000);
    expect(gateway.requests).toHaveLength(1);
  });

  it('remembers a valid key for five minutes, and says so', async () => {
    const { validator, gateway, clock } = createFakeWorld();
    const one = validator();
    const { apiKey } = gateway.issue();
    const first = await one.validateCached(apiKey);
    clock.set(clock.now() + 5 * MINUTE - 1);
    expect(await one.validateCached(apiKey)).toEqual({ ...first, via: 'cache' });
    expect(gateway.requests).toHaveLength(1);
    clock.set(clock.now() + 1);
    expect(await one.validateCached(apiKey)).toMatchObject({ via: 'gateway' });
    expect(gateway.requests).toHaveLength(2);
  });

  it('remembers a key never beyond its end', async () => {
    const { validator, gateway, clock } = createFakeWorld();
    const one = validator();
    const { apiKey } = gateway.issue({ expiresAt: new Date(clock.now() + MINUTE).toISOString() });
    await one.validateCached(apiKey);
    clock.set(clock.now() + MINUTE - 1);
    expect(await one.validateCached(apiKey)).toMatchObject({ status: 'valid', via: 'cache' });
    clock.set(clock.now() + 1);
    expect(await one.validateCached(apiKey)).toMatchObject({ status: 'invalid', reason: 'expired' });
  });

  it('remembers an invalid key for 15 seconds', async () => {
    const { validator, gateway, clock } = createFakeWorld();
    const one = validator();
    const { key, apiKey } = gateway.issue();
    gateway.keys.suspend(key.id, 'a break');
    await one.validateCached(apiKey);
    gateway.keys.resume(key.id);
    clock.set(clock.now() + 14_999);
    expect(await one.validateCached(apiKey)).toMatchObject({ status: 'invalid', reason: 'suspended' });
    clock.set(clock.now() + 1);
    expect(await one.validateCached(apiKey)).toMatchObject({ status: 'valid' });
    expect(gateway.requests).toHaveLength(2);
  });

  it('never remembers that nobody knew', async () => {
    const { validator, gateway } = createFakeWorld();
    const one = validator({ retries: 0 });
    gateway.fail('network');
    expect(await one.validateCached(gateway.adminKey)).toMatchObject({ status: 'unavailable' });
    expect(await one.validateCached(gateway.adminKey)).toMatchObject({ status: 'valid', via: 'gateway' });
  });

  it('keeps keys apart', async () => {
    const { validator, gateway } = createFakeWorld();
    const one = validator();
    const [a, b] = [gateway.issue({ name: 'a' }), gateway.issue({ name: 'b' })];
    await one.validateCached(a.apiKey);
    expect(await one.validateCached(b.apiKey)).toMatchObject({ via: 'gateway', identity: { key: { name: 'b' } } });
  });

  it('forgets the key that was used longest ago once it remembers 256', async () => {
    const { validator, gateway } = createFakeWorld();
    const one = validator();
    const keys = Array.from({ length: 257 }, () => gateway.issue().apiKey);
    for (const key of keys.slice(0, 256)) await one.validateCached(key);
    expect(await one.validateCached(keys[0] ?? '')).toMatchObject({ via: 'cache' });
    await one.validateCached(keys[256] ?? '');
    expect(await one.validateCached(keys[0] ?? '')).toMatchObject({ via: 'cache' });
    expect(await one.validateCached(keys[1] ?? '')).toMatchObject({ via: 'gateway' });
  });

  it('does not live longer for a clock that is set back', async () => {
    const { validator, gateway, clock } = createFakeWorld();
    const one = validator();
    await one.validateCached(gateway.adminKey);
    clock.set(clock.now() - 1);
    expect(await one.validateCached(gateway.adminKey)).toMatchObject({ via: 'gateway' });
  });

  it('can be told to remember nothing', async () => {
    const { validator, gateway } = createFakeWorld();
    const one = validator({ cacheMs: 0 });
    await one.validateCached(gateway.adminKey);
    await one.validateCached(gateway.adminKey);
    expect(gateway.requests).toHaveLength(2);
  });

  it('is filled by validate, which itself always asks', async () => {
    const { validator, gateway } = createFakeWorld();
    const one = validator();
    await one.validate(gateway.adminKey);
    await one.validate(gateway.adminKey);
    expect(await one.validateCached(gateway.adminKey)).toMatchObject({ via: 'cache' });
    expect(gateway.requests).toHaveLength(2);
  });
});

describe('callers who leave', () => {
  it('do not end the request of the others', async () => {
    const { validator, gateway, clock, asked } = createFakeWorld();
    gateway.fail('hang');
    const one = validator({ timeoutMs: 1_000 });
    const leaving = new AbortController();
    const left = failureOf(one.validateCached(gateway.adminKey, { signal: leaving.signal }));
    const staying = one.validateCached(gateway.adminKey, { signal: new AbortController().signal });
    await asked();
    leaving.abort();
    expect(await left).toMatchObject({ code: 'aborted' });
    // The first attempt ends, the pause of half a second at most too, and the second has time.
    await clock.advance(1_500);
    expect(await staying).toMatchObject({ status: 'valid' });
    expect(gateway.requestsTo(VALIDATE)).toBe(2);
  });

  it('end the request when they were the last', async () => {
    const { validator, gateway, clock, asked } = createFakeWorld();
    gateway.fail('hang', { times: Infinity });
    const one = validator();
    const callers = [new AbortController(), new AbortController()];
    const failures = callers.map(({ signal }) => failureOf(one.validateCached(gateway.adminKey, { signal })));
    await asked();
    for (const caller of callers) caller.abort();
    await Promise.all(failures);
    await clock.advance(0);
    expect(clock.sleepers).toBe(0);
    await clock.advance(60_000);
    expect(gateway.requests).toHaveLength(1);
  });
});

describe('invalidation', () => {
  it('makes the next caller ask, for one key or for all', async () => {
    const { validator, gateway } = createFakeWorld();
    const one = validator();
    const [a, b] = [gateway.issue(), gateway.issue()];
    const ask = async () => [await one.validateCached(a.apiKey), await one.validateCached(b.apiKey)];
    await ask();
    await one.invalidate(` ${a.apiKey} `);
    expect(await ask()).toMatchObject([{ via: 'gateway' }, { via: 'cache' }]);
    await one.invalidate(new Secret(b.apiKey));
    expect(await ask()).toMatchObject([{ via: 'cache' }, { via: 'gateway' }]);
    await one.invalidate();
    expect(await ask()).toMatchObject([{ via: 'gateway' }, { via: 'gateway' }]);
  });

  it('keeps an answer that was asked for before it from being remembered after it', async () => {
    const { validator, gateway, clock, asked } = createFakeWorld();
    const one = validator({ timeoutMs: 1_000 });
    gateway.fail('hang');
    const early = one.validateCached(gateway.adminKey);
    await asked();
    await one.invalidate();
    // The first attempt ends, the pause of half a second at most too, and the second has time.
    await clock.advance(1_500);
    expect(await early).toMatchObject({ status: 'valid' });
    expect(await one.validateCached(gateway.adminKey)).toMatchObject({ via: 'gateway' });
    expect(await one.validateCached(gateway.adminKey)).toMatchObject({ via: 'cache' });
  });

  it('makes a caller who comes after it ask anew, although an earlier question is still under way', async () => {
    const { validator, gateway, asked } = createFakeWorld();
    const one = validator();
    const { key, apiKey } = gateway.issue();
    gateway.fail('hang');
    const leaving = new AbortController();
    const early = failureOf(one.validateCached(apiKey, { signal: leaving.signal }));
    await asked();
    gateway.keys.revoke(key.id, 'over', 'test');
    await one.invalidate(apiKey);
    expect(await one.validateCached(apiKey)).toMatchObject({ status: 'invalid', reason: 'revoked' });
    leaving.abort();
    expect(await early).toMatchObject({ code: 'aborted' });
  });

  it('comes with a 401 to any other call of its client', async () => {
    const { validator, gateway } = createFakeWorld();
    const one = validator();
    const { key, apiKey } = gateway.issue();
    await one.validateCached(apiKey);
    await one.validateCached(gateway.adminKey);
    gateway.keys.revoke(key.id, 'over', 'test');
    expect(await one.validateCached(apiKey)).toMatchObject({ status: 'valid', via: 'cache' });
    await failureOf(one.http.call(endpoints.auth.me, {}, { credential: new Secret(apiKey) }));
    expect(await one.validateCached(apiKey)).toMatchObject({ status: 'invalid', reason: 'revoked' });
    expect(await one.validateCached(gateway.adminKey)).toMatchObject({ via: 'cache' });
  });

  it('does not come with a 401 to its own question, which is a verdict', async () => {
    const { validator, gateway } = createFakeWorld();
    const one = validator();
    const { key, apiKey } = gateway.issue();
    gateway.keys.revoke(key.id, 'over', 'test');
    await one.validateCached(apiKey);
    await one.validateCached(apiKey);
    expect(gateway.requests).toHaveLength(1);
  });

  it('comes with a refusal for every answer that was asked for before it and arrives after it', async () => {
    const world = createFakeWorld();
    const { fetch, answered, release } = holdFirstAnswer(world);
    const one = world.validator({ fetch });
    const { key, apiKey } = world.gateway.issue();
    const slow = one.validateCached(apiKey);
    await answered;
    world.gateway.keys.revoke(key.id, 'over', 'test');
    expect(await one.validate(apiKey)).toMatchObject({ status: 'invalid', reason: 'revoked' });
    release();
    expect(await slow).toMatchObject({ status: 'valid' });
    expect(await one.validateCached(apiKey)).toMatchObject({ status: 'invalid', reason: 'revoked' });
  });

  it('comes with a refusal for that key alone', async () => {
    const world = createFakeWorld();
    const { fetch, answered, release } = holdFirstAnswer(world);
    const one = world.validator({ fetch });
    const slow = one.validateCached(world.gateway.adminKey);
    await answered;
    await one.validate('of-another-system');
    release();
    await slow;
    expect(await one.validateCached(world.gateway.adminKey)).toMatchObject({ status: 'valid', via: 'cache' });
  });

  it('does not come after close', async () => {
    const { validator, gateway, store } = createFakeWorld();
    const one = validator({ receipts: store });
    const { key, apiKey } = gateway.issue();
    await one.validate(apiKey);
    one.close();
    gateway.keys.revoke(key.id, 'over', 'test');
    await failureOf(one.http.call(endpoints.auth.me, {}, { credential: new Secret(apiKey) }));
    expect(store.records.size).toBe(1);
  });
});
