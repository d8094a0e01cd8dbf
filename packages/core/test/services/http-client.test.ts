import { endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import type { OutgoingRequest } from '../../src/ports/fetch.ts';
import { createHttpClient } from '../../src/services/http-client.ts';
import type { HttpClientOptions } from '../../src/services/http-options.ts';
import { Secret } from '../../src/words/secret.ts';
import { createFakeWorld, failureOf } from '../fake-world.ts';

const { health, ready, jwks } = endpoints.system;
const { me } = endpoints.auth;
const { create, list, show } = endpoints.keys;

describe('createHttpClient', () => {
  it('calls an endpoint and answers in camelCase', async () => {
    const { client, gateway } = createFakeWorld();
    const credential = new Secret(gateway.adminKey);
    const made = await client().call(create, { body: { name: 'a key', owner: { id: 'owner-2' } } }, { credential });
    expect(made).toMatchObject({
      apiKey: expect.stringMatching(/^wg_live_/) as unknown,
      key: { owner: { id: 'owner-2' }, expiresAt: null },
    });
    const page = await client().call(list, { query: { limit: '1' } }, { credential });
    expect(page.items).toEqual([expect.objectContaining({ id: made.key.id })]);
    expect(page.nextCursor).not.toBeNull();
  });

  it('works below a path', async () => {
    const { client, gateway } = createFakeWorld();
    await client({ url: `${gateway.url}/` }).call(health, {});
    expect(client({ url: 'https://gateway.example.com/base/' }).url).toBe('https://gateway.example.com/base');
  });

  it('throws what the gateway says, with request id, status and attempts', async () => {
    const { client, gateway } = createFakeWorld();
    const credential = new Secret(gateway.adminKey);
    expect(await failureOf(client().call(show, { params: { id: '0000000000' } }, { credential }))).toMatchObject({
      name: 'WicketgateError',
      code: 'not_found',
      status: 404,
      attempts: 1,
      requestId: expect.stringMatching(/^[\w.-]{8,64}$/) as unknown,
    });
  });

  it('sends the key to endpoints that want one and to no other', async () => {
    const { client, gateway } = createFakeWorld();
    const seen: OutgoingRequest[] = [];
    const spy = client({ middleware: [(request, next) => (seen.push(request), next(request))] });
    const credential = new Secret(gateway.adminKey);
    await spy.call(jwks, {}, { credential });
    await spy.call(ready, {}, { credential });
    await spy.call(me, {}, { credential });
    expect(seen.map(({ headers }) => headers['authorization'])).toEqual([
      undefined,
      undefined,
      `Bearer ${gateway.adminKey}`,
    ]);
    expect(seen.map(({ redirect }) => redirect)).toEqual(['manual', 'manual', 'manual']);
  });

  it('sends no request without a key where one is wanted, or with one that could not be a header', async () => {
    const { client, gateway } = createFakeWorld();
    expect(await failureOf(client().call(me, {}))).toMatchObject({ code: 'missing_credentials', attempts: 0 });
    for (const text of ['', 'two words', 'line\r\nX-Other: 1', 'a'.repeat(513)]) {
      const credential = new Secret(text);
      expect(await failureOf(client().call(me, {}, { credential }))).toMatchObject({
        code: 'malformed_key',
        attempts: 0,
      });
    }
    expect(gateway.requests).toEqual([]);
  });

  it('names itself, or is named by its user', async () => {
    const { client } = createFakeWorld();
    const seen: (string | undefined)[] = [];
    const spy: HttpClientOptions['middleware'] = [
      (request, next) => (seen.push(request.headers['user-agent']), next(request)),
    ];
    await client({ middleware: spy }).call(health, {});
    await client({ middleware: spy, userAgent: 'my-tool/1.0' }).call(health, {});
    expect(seen).toEqual([expect.stringMatching(/^wicketgate-core\/\d+\.\d+\.\d+$/), 'my-tool/1.0']);
  });

  it('runs middleware around every attempt, the first outermost', async () => {
    const { client, clock, gateway } = createFakeWorld();
    gateway.fail({ code: 'unavailable', retryAfterSeconds: 0 });
    const order: string[] = [];
    const note =
      (name: string): NonNullable<HttpClientOptions['middleware']>[number] =>
      async (request, next) => {
        order.push(`${name} before`);
        const answer = await next({ ...request, headers: { ...request.headers, [`x-${name}`]: '1' } });
        order.push(`${name} after ${answer.status}`);
        return answer;
      };
    const call = client({ middleware: [note('a'), note('b')] }).call(health, {});
    await clock.advance(0);
    await call;
    const round = (status: number) => ['a before', 'b before', `b after ${status}`, `a after ${status}`];
    expect(order).toEqual([...round(503), ...round(200)]);
  });

  it('lets middleware answer by itself', async () => {
    const { client, gateway } = createFakeWorld();
    const canned = () => Promise.resolve(Response.json({ status: 'ok', version: 'canned' }));
    expect(await client({ middleware: [canned] }).call(health, {})).toEqual({ status: 'ok', version: 'canned' });
    expect(gateway.requests).toEqual([]);
  });

  it('uses the platform it is made on when nothing else is given, and the global fetch of that moment', async () => {
    const { gateway } = createFakeWorld();
    const { fetch } = globalThis;
    globalThis.fetch = gateway.fetch;
    const client = createHttpClient({ url: gateway.url });
    globalThis.fetch = fetch;
    expect(await client.call(health, {})).toMatchObject({ status: 'ok' });
  });

  it.each<[string, Partial<HttpClientOptions>]>([
    ['url', { url: 'http://gateway.example.com' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: 600_001 }],
    ['deadlineMs', { deadlineMs: Number.NaN }],
    ['retries', { retries: -1 }],
    ['retries', { retries: 11 }],
    ['retries', { retries: 1.5 }],
    ['maxAnswerBytes', { maxAnswerBytes: 2 ** 26 + 1 }],
    ['userAgent', { userAgent: 'a\r\nX-Other: 1' }],
  ])('refuses a wrong %s with a TypeError at once', (_, change) => {
    const { client } = createFakeWorld();
    expect(() => client(change)).toThrow(TypeError);
  });
});

describe('onRefusal', () => {
  it('tells of each 401 with the key that was refused, and waits until that is dealt with', async () => {
    const { client, gateway } = createFakeWorld();
    const { key, apiKey } = gateway.issue();
    gateway.keys.revoke(key.id, 'test', 'test');
    const http = client();
    const told: string[] = [];
    http.onRefusal(async ({ credential, error }) => {
      await Promise.resolve();
      told.push(`${credential.reveal() === apiKey} ${error.code}`);
    });
    await failureOf(http.call(me, {}, { credential: new Secret(apiKey) }));
    expect(told).toEqual(['true key_revoked']);
  });

  it('tells of nothing else, and of nothing after it was ended', async () => {
    const { client, gateway } = createFakeWorld();
    const http = client({ retries: 0 });
    let told = 0;
    const end = http.onRefusal(() => {
      told++;
    });
    const credential = new Secret(gateway.issue().apiKey);
    await failureOf(http.call(list, {}, { credential }));
    gateway.fail('network');
    await failureOf(http.call(me, {}, { credential }));
    expect(told).toBe(0);
    end();
    await failureOf(http.call(me, {}, { credential: new Secret('foreign') }));
    expect(told).toBe(0);
  });

  it('tells nothing of an endpoint that was not shown the key', async () => {
    const { client, gateway } = createFakeWorld();
    const http = client();
    let told = 0;
    http.onRefusal(() => {
      told++;
    });
    gateway.fail({ status: 401 });
    const credential = new Secret(gateway.adminKey);
    expect(await failureOf(http.call(health, {}, { credential }))).toMatchObject({ status: 401 });
    expect(told).toBe(0);
  });

  it('hides no failure behind that of a listener', async () => {
    const { client } = createFakeWorld();
    const http = client();
    http.onRefusal(() => Promise.reject(new Error('listener')));
    expect(await failureOf(http.call(me, {}, { credential: new Secret('foreign') }))).toMatchObject({ status: 401 });
  });
});
