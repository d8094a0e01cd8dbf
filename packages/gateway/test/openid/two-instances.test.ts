import { OAUTH_PATHS } from '@wicketgate/contract';
import { systemFetch } from '@wicketgate/core';
import { createFakeClock, type FakeClock } from '@wicketgate/testing';
import { createScriptedBrowser, type OpenIdProvider, startOpenIdProvider } from '@wicketgate/testing/openid';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Provider } from 'oidc-provider';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { providerConfig, type SignInHouse, startSignInHouse, typeCode } from '../support/sign-in-house.ts';
import { BASE_URL } from '../support/test-gateway.ts';
import { leaveForProvider, signInAtProvider, withoutPauses } from './at-provider.ts';

const ANNA = { login: 'anna', name: 'Anna Example', groups: ['staff'] };
/** Within which every instance has heard that a sign-in ended. */
const HEARD_MS = 11_000;

describe('two instances over one database', () => {
  let folder: string;
  let provider: OpenIdProvider;
  let clock: FakeClock;
  let a: SignInHouse;
  let b: SignInHouse;
  beforeEach(async () => {
    // It warns that it is set up for tests alone.
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    folder = mkdtempSync(join(tmpdir(), 'wicketgate-two-'));
    const redirectUris = [`${BASE_URL}/signin/callback/acme`];
    provider = await startOpenIdProvider(Provider, { people: [ANNA], redirectUris, groupsIn: 'id_token' });
    clock = createFakeClock();
    const start = (seed: number) =>
      startSignInHouse({
        ...{ seed, file: join(folder, 'wicketgate.db') },
        signIn: { providers: [providerConfig({ issuer: provider.issuer })], acceptsKeys: false },
        dependencies: { fetch: systemFetch(), clock: withoutPauses(clock) },
      });
    [a, b] = [await start(1), await start(2)];
  });
  afterEach(async () => {
    await a.close();
    await b.close();
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
    vi.restoreAllMocks();
  });

  /** A browser whose requests to the gateway go to the instance that a test names last, as a balancer may send them. */
  const balancedBrowser = () => {
    let instance = a;
    const send = (request: Request) => (request.url.startsWith(BASE_URL) ? instance.request(request) : fetch(request));
    const turnTo = (next: SignInHouse) => {
      instance = next;
    };
    return { browser: createScriptedBrowser({ send }), turnTo };
  };
  /** Anna, signed in half at one instance and half at the other; the tokens as the command gets them. */
  const signIn = async () => {
    const { deviceCode, userCode } = await a.beginDevice();
    const { browser, turnTo } = balancedBrowser();
    turnTo(b);
    const atProvider = await leaveForProvider(browser, await typeCode(browser, userCode));
    turnTo(a);
    const confirm = await signInAtProvider(browser, atProvider, 'anna');
    expect(confirm.text).toContain('Signed in as Anna Example (anna@example.com)');
    expect((await b.pollDevice(deviceCode)).body).toMatchObject({ error: 'authorization_pending' });
    await browser.press(confirm, 'Allow');
    await clock.advance(5_000);
    const { status, body } = await b.pollDevice(deviceCode);
    expect(status).toBe(200);
    expect((await a.pollDevice(deviceCode)).body).toMatchObject({ error: 'invalid_grant' });
    return tokensOf(body);
  };
  const refresh = (house: SignInHouse, refreshToken: string) =>
    house.token({ grant_type: 'refresh_token', client_id: 'wicketgate-cli', refresh_token: refreshToken });
  const me = (house: SignInHouse, accessToken: string) => house.send('GET /api/v1/me', { key: accessToken });
  const signOut = async (house: SignInHouse, token: string) => {
    const body = new URLSearchParams({ client_id: 'wicketgate-cli', token });
    const sent = new Request(BASE_URL + OAUTH_PATHS.revoke, { method: 'POST', body });
    expect((await house.request(sent)).status).toBe(200);
  };

  it('sign one person in, whichever of them each step comes to', async () => {
    const { accessToken } = await signIn();
    for (const house of [a, b]) {
      expect(await (await me(house, accessToken)).json()).toMatchObject({
        ...{ tier: 'pro', role: 'user' },
        principal: { id: 'acme:anna', name: 'Anna Example' },
      });
    }
  });

  it('give the same child for a lost answer, and end the sign-in at the one for a copy at the other', async () => {
    const first = await signIn();
    const second = tokensOf((await refresh(a, first.refreshToken)).body);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    await clock.advance(30_000);
    const again = tokensOf((await refresh(b, first.refreshToken)).body);
    expect(again.refreshToken).toBe(second.refreshToken);
    expect(again.accessToken).not.toBe(second.accessToken);
    await clock.advance(1);
    expect((await refresh(b, first.refreshToken)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await refresh(a, second.refreshToken)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('both refuse a sign-in that ended at one of them: refreshes at once, requests within 11 seconds', async () => {
    const first = await signIn();
    const { accessToken, refreshToken } = tokensOf((await refresh(a, first.refreshToken)).body);
    for (const house of [a, b]) expect((await me(house, accessToken)).status).toBe(200);
    await signOut(a, refreshToken);
    expect((await me(a, accessToken)).status).toBe(401);
    expect((await refresh(b, refreshToken)).body).toMatchObject({ error: 'invalid_grant' });
    expect(await b.audited('session.refresh_refused')).toMatchObject([{ details: { reason: 'ended' } }]);
    await clock.advance(HEARD_MS);
    const refused = await me(b, accessToken);
    expect([refused.status, await refused.json()]).toMatchObject([401, { code: 'session_ended' }]);
  });
});

function tokensOf({ access_token: access, refresh_token: refresh }: Record<string, unknown>) {
  expect([access, refresh]).toEqual([expect.any(String), expect.any(String)]);
  return { accessToken: String(access), refreshToken: String(refresh) };
}
