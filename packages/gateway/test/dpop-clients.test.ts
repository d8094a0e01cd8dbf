import { CLIENT_IDS } from '@wicketgate/contract';
import { AuthValidator, createGatewayClient, type Fetch, type FetchInit, type Secret } from '@wicketgate/core';
import { createBrowserLogin, createDeviceLogin, createSession, type SignInTokens } from '@wicketgate/core/auth';
import { createMemoryTokenStore, createSeededRandom } from '@wicketgate/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyBrowser } from './support/key-browser.ts';
import { BASE_URL, PLENTY, startTestGateway, type TestGateway } from './support/test-gateway.ts';

const ADDRESS = '192.0.2.1';
const REDIRECT = 'http://127.0.0.1:51234/signed-in';
const MINUTE = 60_000;

interface Seen {
  readonly line: string;
  readonly headers: FetchInit['headers'];
  readonly status: number;
}

/** Our own clients before a gateway that takes no token without a proof of its key. */
describe('clients of ours where proofs are required', () => {
  let started: TestGateway;
  let seen: Seen[];
  let underWay = 0;
  const random = createSeededRandom(5);
  beforeEach(async () => {
    started = await startTestGateway({ environment: { WICKETGATE_DPOP: 'required' } });
    seen = [];
  });
  afterEach(() => started.close());

  const fetch: Fetch = async (url, { redirect: _, ...init }) => {
    underWay++;
    const answer = await started.gateway.fetch(new Request(url, init), { address: ADDRESS });
    underWay--;
    seen.push({ line: `${init.method} ${new URL(url).pathname}`, headers: init.headers, status: answer.status });
    return answer;
  };
  const options = (url: string = BASE_URL) => ({
    ...{ url, fetch, clock: started.clock, random, clientId: CLIENT_IDS.cli },
  });
  const browser = () =>
    createKeyBrowser((request) => started.gateway.fetch(request, { address: '192.0.2.9' }), BASE_URL);

  /** Polls wait on the clock, which stands still while the gateway is at work: signing takes real time. */
  const settled = async <T>(promise: Promise<T>): Promise<T> => {
    const state = { isSettled: false };
    const watched = promise.finally(() => (state.isSettled = true));
    watched.catch(() => undefined);
    while (!state.isSettled) await started.clock.advance(underWay > 0 ? 0 : 100);
    return watched;
  };

  const signIn = async (url?: string): Promise<SignInTokens> => {
    const { apiKey } = await started.issue({ limits: PLENTY });
    const login = createDeviceLogin(options(url));
    const code = await login.start();
    await browser().activate(code.userCode, apiKey, 'allow');
    return settled(login.wait(code));
  };

  it('sign in by device code, call, refresh, validate and sign out', async () => {
    const tokens = await signIn();
    expect(tokens.proofKey).toBeDefined();
    const store = createMemoryTokenStore<Secret>();
    const session = createSession({ ...options(), store, refresh: 'asked' });
    expect(await session.save(tokens)).toMatchObject({ dpop: true, person: { id: 'owner-1' } });
    const middleware = [session.middleware];
    const client = createGatewayClient({ ...options(), credential: session, middleware });
    expect(await client.auth.me()).toMatchObject({ key: null, session: { clientId: CLIENT_IDS.cli } });

    await started.clock.advance(31 * MINUTE);
    expect(await client.auth.me()).toMatchObject({ principal: { id: 'owner-1' } });
    const renewed = await session.lastCredential();
    expect(renewed?.reveal()).not.toBe(tokens.accessToken.reveal());

    const validator = new AuthValidator({ ...options(), middleware });
    expect(await validator.validate(renewed ?? '')).toMatchObject({ status: 'valid', via: 'gateway' });
    validator.close();
    expect(await session.signOut()).toEqual({ wasSignedIn: true, revoked: true });
    expect(seen.filter(({ status }) => status !== 200).map(({ line }) => line)).toEqual([]);
    expect(seen.filter(({ headers }) => headers['authorization']?.startsWith('Bearer'))).toEqual([]);
    await session.close();
  });

  it('go on in another process with the key of the record, and refresh once for many that are refused at once', async () => {
    const tokens = await signIn();
    const store = createMemoryTokenStore<Secret>();
    // By its own reckoning the token lives on: only the 401 tells.
    const believed = { ...tokens, accessExpiresAt: tokens.accessExpiresAt + 60 * MINUTE };
    await createSession({ ...options(), store, refresh: 'asked' }).save(believed);
    const session = createSession({ ...options(), store, refresh: 'asked' });
    const client = createGatewayClient({ ...options(), credential: session, middleware: [session.middleware] });
    await started.clock.advance(31 * MINUTE);
    seen.length = 0;
    const all = await Promise.all(Array.from({ length: 10 }, () => client.auth.me()));
    expect(new Set(all.map(({ principal }) => principal.id))).toEqual(new Set(['owner-1']));
    expect(seen.filter(({ line }) => line === 'POST /api/v1/auth/token')).toHaveLength(1);
    expect(seen.filter(({ status }) => status === 401)).toHaveLength(10);
  });

  it('sign in by browser', async () => {
    const { apiKey } = await started.issue();
    const login = createBrowserLogin(options());
    const { url, record } = await login.begin(REDIRECT);
    const answer = new URL(await browser().authorize(url, apiKey));
    const tokens = await login.finish(record, answer);
    expect(tokens.proofKey).toBeDefined();
  });

  it('may call this machine by another name than the gateway does', async () => {
    const url = BASE_URL.replace('127.0.0.1', 'localhost');
    const tokens = await signIn(url);
    const session = createSession({ ...options(url), store: createMemoryTokenStore<Secret>(), refresh: 'asked' });
    expect(await session.save(tokens)).toMatchObject({ dpop: true, person: { id: 'owner-1' } });
  });
});
