import { systemFetch } from '@wicketgate/core';
import { createFakeClock } from '@wicketgate/testing';
import {
  type OpenIdProvider,
  type ScriptedBrowser,
  startOpenIdProvider,
  type WebPage,
} from '@wicketgate/testing/openid';
import { Provider } from 'oidc-provider';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { providerConfig, type SignInHouse, startSignInHouse, typeCode } from '../support/sign-in-house.ts';
import { BASE_URL } from '../support/test-gateway.ts';
import { leaveForProvider, signInAtProvider, withoutPauses } from './at-provider.ts';

const REDIRECT_URIS = [`${BASE_URL}/signin/callback/acme`];
const ANNA = { login: 'anna', name: 'Anna Example', groups: ['staff'] };
const OTTO = { login: 'otto', groups: ['operators', 'staff'] };
const STRANGER = { login: 'stranger', groups: ['sales'] };

describe.each(['id_token', 'userinfo'] as const)('a real OpenID provider that tells groups in the %s', (groupsIn) => {
  let provider: OpenIdProvider;
  let house: SignInHouse;
  beforeEach(async () => {
    // It warns that it is set up for tests alone.
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const people = [ANNA, OTTO, STRANGER];
    provider = await startOpenIdProvider(Provider, { people, redirectUris: REDIRECT_URIS, groupsIn });
    const { issuer } = provider;
    const clock = createFakeClock();
    const started = await startSignInHouse({
      signIn: { providers: [providerConfig({ issuer })], acceptsKeys: false },
      elsewhere: (request) => (request.url.startsWith(issuer) ? fetch(request) : Promise.resolve(undefined)),
      dependencies: { fetch: systemFetch(), clock: withoutPauses(clock) },
    });
    house = { ...started, clock };
  });
  afterEach(async () => {
    await house.close();
    await provider.close();
    vi.restoreAllMocks();
  });

  it('signs a member in with the rights of the first rule that fits', async () => {
    const { deviceCode, userCode } = await house.beginDevice();
    const browser = house.browser();
    const confirm = await signIn(browser, await typeCode(browser, userCode), 'otto');
    expect(confirm.text).toContain('Signed in as otto (otto@example.com)');
    expect(confirm.text).toContain('admin: it may administer this gateway');
    await browser.press(confirm, 'Allow');
    const { body } = await house.pollDevice(deviceCode);
    expect(body).toMatchObject({ scope: 'releases:read mcp:call' });
    expect(await identityOf(house, body)).toMatchObject({
      ...{ tier: 'enterprise', role: 'admin' },
      principal: { id: 'acme:otto', email: 'otto@example.com', name: 'otto' },
    });
  });

  it('refuses whoever is in no group of a rule, in words, and keeps it in the audit trail', async () => {
    const { deviceCode, userCode } = await house.beginDevice();
    const browser = house.browser();
    const refused = await signIn(browser, await typeCode(browser, userCode), 'stranger');
    expect(refused.status).toBe(403);
    expect(refused.title).toBe('Error: You may not come in – Wicketgate');
    expect(refused.text).toContain('stranger (stranger@example.com) is not in a group that may come in');
    expect((await house.pollDevice(deviceCode)).body).toMatchObject({ error: 'authorization_pending' });
    expect(await house.audited('sign_in.failed')).toMatchObject([
      { actor: 'acme:stranger', details: { provider: 'acme', principal: 'acme:stranger' } },
    ]);
  });

  it('asks again at each refresh: new groups give new rights, and who left is signed out', async () => {
    const first = await signedIn(house, 'anna');
    expect(await identityOf(house, first)).toMatchObject({ tier: 'pro', role: 'user' });
    provider.put({ ...ANNA, groups: ['operators'] });
    const second = await refreshed(house, first);
    expect(await identityOf(house, second.body)).toMatchObject({ tier: 'enterprise', role: 'admin' });
    provider.put({ ...ANNA, groups: ['sales'] });
    const third = await refreshed(house, second.body);
    expect(third).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await house.send('GET /api/v1/me', { key: String(second.body['access_token']) })).status).toBe(401);
  });

  it('signs out at the next refresh whose account is gone', async () => {
    const tokens = await signedIn(house, 'anna');
    provider.remove('anna');
    expect(await refreshed(house, tokens)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('signs nobody out while the provider is down, and goes on when it is back', async () => {
    const first = await signedIn(house, 'anna');
    provider.pause();
    const second = await refreshed(house, first);
    expect(second.status).toBe(200);
    await house.clock.advance(86_400_001);
    const third = await refreshed(house, second.body);
    expect(third).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    provider.resume();
    expect((await refreshed(house, second.body)).status).toBe(200);
  });

  it('tells a person that the provider is down, with 503, and lets the same sign-in go on afterwards', async () => {
    const { userCode } = await house.beginDevice();
    const browser = house.browser();
    const details = await typeCode(browser, userCode);
    provider.pause();
    const down = await browser.press(details, 'Sign in with Acme');
    expect(down.status).toBe(503);
    expect(down.headers.get('retry-after')).toBe('30');
    expect(down.text).toContain('Acme does not answer');
    provider.resume();
    const confirm = await signIn(browser, details, 'anna');
    expect(confirm.text).toContain('Signed in as Anna Example (anna@example.com)');
  });
});

/** From the page that offers the provider to the page after it. */
async function signIn(browser: ScriptedBrowser, details: WebPage, login: string): Promise<WebPage> {
  return signInAtProvider(browser, await leaveForProvider(browser, details), login);
}

async function signedIn(house: SignInHouse, login: string): Promise<Record<string, unknown>> {
  const { deviceCode, userCode } = await house.beginDevice();
  const browser = house.browser();
  await browser.press(await signIn(browser, await typeCode(browser, userCode), login), 'Allow');
  return (await house.pollDevice(deviceCode)).body;
}

function refreshed(house: SignInHouse, { refresh_token: token }: Record<string, unknown>) {
  return house.token({ grant_type: 'refresh_token', client_id: 'wicketgate-cli', refresh_token: String(token) });
}

async function identityOf(house: SignInHouse, { access_token: token }: Record<string, unknown>): Promise<unknown> {
  return (await house.send('GET /api/v1/me', { key: String(token) })).json();
}
