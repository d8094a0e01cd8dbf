import { inspect } from 'node:util';
import { endpoints } from '@wicketgate/contract';
import type { Misbehaviour } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/words/secret.ts';
import { createFakeWorld, failureOf } from '../fake-world.ts';

const { health } = endpoints.system;
const { me } = endpoints.auth;
const { create } = endpoints.keys;

describe('retries', () => {
  it.each<[string, Misbehaviour]>([
    ['a network failure', 'network'],
    ['503', { code: 'unavailable' }],
    ['500', { code: 'internal_error' }],
    ['429', { code: 'too_many_requests' }],
    ['502 of a proxy', { status: 502 }],
  ])('repeat a call after %s', async (_, how) => {
    const { client, clock, gateway } = createFakeWorld();
    gateway.fail(how, { times: 2 });
    const call = client().call(health, {});
    await clock.advance(5_000);
    expect(await call).toMatchObject({ status: 'ok' });
    expect(gateway.requests).toHaveLength(3);
  });

  it('end after two, with the last failure and the number of attempts', async () => {
    const { client, clock, gateway } = createFakeWorld();
    gateway.fail('network', { times: Infinity });
    const failure = failureOf(client().call(health, {}));
    await clock.advance(5_000);
    expect(await failure).toMatchObject({ code: 'offline', attempts: 3, cause: expect.any(TypeError) as unknown });
    expect(gateway.requests).toHaveLength(3);
  });

  it('never repeat what must not be done twice', async () => {
    const { client, gateway } = createFakeWorld();
    gateway.fail({ code: 'unavailable' });
    const credential = new Secret(gateway.adminKey);
    const call = client().call(create, { body: { name: 'a key', owner: { id: 'owner-2' } } }, { credential });
    expect(await failureOf(call)).toMatchObject({ code: 'unavailable', attempts: 1 });
    expect(gateway.requests).toHaveLength(1);
  });

  it('wait for as long as the gateway asks before they send again', async () => {
    const { client, clock, gateway } = createFakeWorld();
    gateway.fail({ code: 'too_many_requests', retryAfterSeconds: 10 });
    const call = client().call(health, {});
    await clock.advance(9_999);
    expect(gateway.requests).toHaveLength(1);
    await clock.advance(2_001);
    expect(await call).toMatchObject({ status: 'ok' });
  });

  it('wait for as long as a proxy asks in words of its own', async () => {
    const { client, clock, gateway } = createFakeWorld();
    const headers = { 'Content-Type': 'text/html', 'Retry-After': '10' };
    gateway.fail({ status: 503, headers, body: '<h1>Back soon</h1>' });
    const call = client().call(health, {});
    await clock.advance(9_999);
    expect(gateway.requests).toHaveLength(1);
    await clock.advance(2_001);
    expect(await call).toMatchObject({ status: 'ok' });
  });

  it('do not wait beyond the deadline, and tell when to come back', async () => {
    const { client, gateway } = createFakeWorld();
    gateway.fail({ code: 'too_many_requests', retryAfterSeconds: 31 });
    expect(await failureOf(client().call(health, {}))).toMatchObject({
      code: 'too_many_requests',
      retryAfterMs: 31_000,
      attempts: 1,
    });
  });

  it('are told to the logger without anything secret', async () => {
    const { client, clock, gateway } = createFakeWorld();
    gateway.fail({ code: 'unavailable' });
    const lines: unknown[] = [];
    const quiet = () => undefined;
    const logger = { debug: (fields: unknown) => lines.push(fields), info: quiet, warn: quiet, error: quiet };
    const call = client({ logger }).call(me, {}, { credential: new Secret(gateway.adminKey) });
    await clock.advance(1_000);
    await call;
    expect(lines).toEqual([
      { endpoint: 'auth.me', attempt: 1, code: 'unavailable', delay_ms: expect.any(Number) as unknown },
    ]);
  });
});

describe('time limits', () => {
  it.each<Misbehaviour>(['hang', 'stall'])('end an attempt after 10 s when the gateway does %s', async (how) => {
    const { client, clock, gateway } = createFakeWorld();
    gateway.fail(how);
    const failure = failureOf(client({ retries: 0 }).call(health, {}));
    await clock.advance(9_999);
    expect(clock.sleepers).toBe(2);
    await clock.advance(1);
    expect(await failure).toMatchObject({ code: 'timeout', attempts: 1 });
    expect(clock.sleepers).toBe(0);
  });

  it('end the whole call after 30 s', async () => {
    const { client, clock, gateway } = createFakeWorld();
    gateway.fail('hang', { times: Infinity });
    const failure = failureOf(client({ retries: 10 }).call(health, {}));
    await clock.advance(29_999);
    expect(clock.sleepers).toBeGreaterThan(0);
    await clock.advance(1);
    expect(await failure).toMatchObject({ code: 'timeout', attempts: 3 });
    expect(clock.sleepers).toBe(0);
  });

  it('hold against a fetch that ignores its signal', async () => {
    const { client, clock } = createFakeWorld();
    const failure = failureOf(client({ retries: 0, fetch: () => new Promise(() => undefined) }).call(health, {}));
    await clock.advance(10_000);
    expect(await failure).toMatchObject({ code: 'timeout' });
  });

  it('leave no timer behind when all goes well', async () => {
    const { client, clock } = createFakeWorld();
    await client().call(health, {});
    expect(clock.sleepers).toBe(0);
  });
});

describe('abort', () => {
  it.each(['before', 'during an attempt', 'during a pause'])('ends a call %s', async (when) => {
    const { client, clock, gateway } = createFakeWorld();
    const leaving = new AbortController();
    const reason = new Error('the user left');
    if (when === 'before') leaving.abort(reason);
    gateway.fail(when === 'during a pause' ? { code: 'unavailable', retryAfterSeconds: 9 } : 'hang');
    const failure = failureOf(client().call(health, {}, { signal: leaving.signal }));
    await clock.advance(1_000);
    leaving.abort(reason);
    expect(await failure).toMatchObject({ code: 'aborted', cause: reason, attempts: when === 'before' ? 0 : 1 });
    expect(clock.sleepers).toBe(0);
  });

  it('gives up the request itself', async () => {
    const { client } = createFakeWorld();
    const leaving = new AbortController();
    let given: AbortSignal | undefined;
    const fetch = (_: string, { signal }: { signal: AbortSignal }) => {
      given = signal;
      return new Promise<never>(() => undefined);
    };
    const failure = failureOf(client({ fetch }).call(health, {}, { signal: leaving.signal }));
    leaving.abort();
    await failure;
    expect(given?.aborted).toBe(true);
  });
});

describe('answers that are none', () => {
  it.each<[Misbehaviour, string]>([
    ['html', 'bad_answer'],
    ['truncate', 'bad_answer'],
    ['empty', 'bad_answer'],
    ['missing-members', 'bad_answer'],
    ['valid-false', 'bad_answer'],
    ['redirect', 'redirected'],
    ['huge', 'too_large_answer'],
  ])('%s is %s, at the first attempt', async (how, code) => {
    const { client, gateway } = createFakeWorld();
    gateway.fail(how);
    const credential = new Secret(gateway.adminKey);
    expect(await failureOf(client().call(me, {}, { credential }))).toMatchObject({ code, attempts: 1 });
  });

  it.each([301, 302, 303, 307, 308])(
    'a redirect with %i is not followed, to the same origin neither',
    async (status) => {
      const { client, gateway } = createFakeWorld();
      gateway.fail({ status, headers: { Location: `${gateway.url}/health` } });
      expect(await failureOf(client().call(health, {}))).toMatchObject({ code: 'redirected', status });
      expect(gateway.requests).toHaveLength(1);
    },
  );

  it('a redirect that a browser hides, or that the platform has followed, is one', async () => {
    const { client } = createFakeWorld();
    const hidden = { status: 0, headers: new Headers(), body: null };
    const followed = Object.defineProperty(Response.json({ status: 'ok', version: '1' }), 'redirected', {
      value: true,
    });
    for (const answer of [hidden, followed]) {
      const call = client({ fetch: () => Promise.resolve(answer) }).call(health, {});
      expect(await failureOf(call)).toMatchObject({ code: 'redirected' });
    }
  });

  it('names the platform code of a network failure and keeps what the platform said as the cause', async () => {
    const { client } = createFakeWorld();
    const cause = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });
    const failure = await failureOf(client({ retries: 0, fetch: () => Promise.reject(cause) }).call(health, {}));
    expect(failure).toMatchObject({
      code: 'offline',
      message: expect.stringContaining('(ECONNREFUSED)') as unknown,
      cause,
    });
  });

  it.each([
    ['the key that was shown', 'chef_123e4567-e89b-12d3', 'chef_123e4567-e89b-12d3'],
    ['another key', 'chef_123e4567-e89b-12d3', `wg_live_${'0123456789'.repeat(4)}`],
  ])('repeat %s in no message', async (_, shown, echoed) => {
    const { client, gateway } = createFakeWorld();
    const problem = { detail: `No ${echoed} here.`, errors: [{ field: echoed, message: `not ${echoed}` }] };
    gateway.fail({
      status: 400,
      headers: { 'Content-Type': 'application/problem+json' },
      body: JSON.stringify(problem),
    });
    const error = await failureOf(client().call(me, {}, { credential: new Secret(shown) }));
    expect(inspect(error, { depth: 9 })).not.toContain(echoed);
    expect(error).toMatchObject({
      status: 400,
      message: expect.stringMatching(/^No \[redacted.*\] here\.$/) as unknown,
    });
  });
});
