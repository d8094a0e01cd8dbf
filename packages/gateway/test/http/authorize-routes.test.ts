import { createHash } from 'node:crypto';
import type { ScriptedBrowser } from '@wicketgate/testing/openid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SignInHouse, startSignInHouse } from '../support/sign-in-house.ts';
import { BASE_URL } from '../support/test-gateway.ts';

const VERIFIER = 'v'.repeat(43);
const CALLBACK = 'http://127.0.0.1:4711/done';
const REQUEST = {
  client_id: 'wicketgate-cli',
  redirect_uri: CALLBACK,
  response_type: 'code',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 'S256',
  state: 'a "state" & <more>',
};

describe('signing in by the browser', () => {
  let house: SignInHouse;
  let browser: ScriptedBrowser;
  beforeEach(async () => {
    house = await startSignInHouse();
    browser = house.browser();
  });
  afterEach(() => house.close());

  const addressOf = (parameters: Readonly<Record<string, string>> = {}) =>
    `${BASE_URL}/authorize?${new URLSearchParams({ ...REQUEST, ...parameters }).toString()}`;
  const identified = async (parameters: Readonly<Record<string, string>> = {}) => {
    const { apiKey } = await house.issue({ scopes: ['a', 'b'] });
    const page = await browser.open(addressOf(parameters));
    return browser.press(page, 'Continue', { fields: { api_key: apiKey } });
  };
  const redeem = (code: string, members: Readonly<Record<string, string>> = {}) => {
    const { client_id, redirect_uri } = REQUEST;
    const grant = { grant_type: 'authorization_code', client_id, redirect_uri, code, code_verifier: VERIFIER };
    return house.token({ ...grant, ...members });
  };

  it('brings a code, the state and the issuer back to the application, and the code gives tokens', async () => {
    const confirm = await identified({ scope: 'a' });
    expect(confirm.text).toContain('a program on this computer (127.0.0.1:4711)');
    const done = await browser.press(confirm, 'Allow');
    const back = new URL(done.url);
    expect(back.origin + back.pathname).toBe(CALLBACK);
    expect([...back.searchParams.keys()]).toEqual(['code', 'state', 'iss']);
    expect(back.searchParams.get('state')).toBe(REQUEST.state);
    expect(back.searchParams.get('iss')).toBe(BASE_URL);
    const tokens = await redeem(back.searchParams.get('code') ?? '');
    expect(tokens).toMatchObject({ status: 200, body: { scope: 'a' } });
  });

  it('tells the application that the person said no', async () => {
    const back = new URL((await browser.press(await identified(), 'Deny')).url);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      error: 'access_denied',
      state: REQUEST.state,
      iss: BASE_URL,
    });
    expect(back.searchParams.has('code')).toBe(false);
  });

  it('goes back to an editor by its own scheme, and says so before', async () => {
    const redirect = 'vscode://wicketgate.wicketgate/signed-in';
    const confirm = await identified({ client_id: 'wicketgate-vscode', redirect_uri: redirect });
    expect(confirm.text).toContain('an app of this computer (vscode://)');
    const done = await browser.press(confirm, 'Allow');
    expect(done.url.startsWith(`${redirect}?code=`)).toBe(true);
  });

  it('shows a link beside the way back, and the code nowhere else', async () => {
    const [form] = (await identified()).forms;
    const cookie = `wicketgate=${browser.cookies.get('127.0.0.1')?.get('wicketgate') ?? ''}`;
    const body = new URLSearchParams({ ...form?.fields, decision: 'allow' });
    const sent = new Request(`${BASE_URL}/signin/decision`, { method: 'POST', headers: { cookie }, body });
    const answer = await house.request(sent);
    const html = await answer.text();
    const [, url = ''] = /<a class="button" href="([^"]+)"/.exec(html) ?? [];
    expect(url.startsWith(`${CALLBACK}?code=`)).toBe(true);
    expect(html).toContain(`content="0; url=${url}"`);
    expect(answer.headers.get('location')).toBeNull();
  });

  it.each([
    ['an unknown application', { client_id: 'nobody' }],
    ['a web address', { redirect_uri: 'https://evil.example.com/done' }],
    ['localhost by name', { redirect_uri: 'http://localhost:4711/done' }],
    ['another application of the editor', { client_id: 'wicketgate-vscode', redirect_uri: 'vscode://evil.evil/signed-in' }],
    ['user information', { redirect_uri: 'http://127.0.0.1:1@evil.example.com/' }],
    ['a script', { redirect_uri: 'javascript:alert(1)' }],
  ])('sends nothing to %s', async (_, parameters) => {
    const page = await browser.open(addressOf(parameters));
    expect(page.status).toBe(400);
    expect(page.headers.get('location')).toBeNull();
    expect(page.html).not.toContain('evil');
    expect(page.leadsTo).toBeUndefined();
  });

  it.each([
    ['invalid_request', 'no PKCE', { code_challenge_method: '', code_challenge: '' }],
    ['invalid_request', 'plain PKCE', { code_challenge_method: 'plain' }],
    ['unsupported_response_type', 'a token at once', { response_type: 'token' }],
    ['invalid_target', 'a token for another service', { resource: 'https://other.example.com' }],
  ])('tells the application %s for %s', async (error, _, parameters) => {
    const back = new URL((await browser.open(addressOf(parameters))).url);
    expect(back.origin).toBe(new URL(CALLBACK).origin);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error, state: REQUEST.state, iss: BASE_URL });
  });

  it('keeps two sign-ins of one browser apart', async () => {
    const { apiKey } = await house.issue();
    const first = await browser.open(addressOf({ state: 'first' }));
    const second = await browser.open(addressOf({ state: 'second' }));
    for (const [page, state] of [
      [first, 'first'],
      [second, 'second'],
    ] as const) {
      const confirm = await browser.press(page, 'Continue', { fields: { api_key: apiKey } });
      const done = await browser.press(confirm, 'Allow');
      expect(new URL(done.url).searchParams.get('state')).toBe(state);
    }
  });

  it('is for the browser that began it: its address is worth nothing elsewhere', async () => {
    const page = await browser.open(addressOf());
    expect((await browser.open(page.url)).status).toBe(200);
    expect((await house.browser().open(page.url)).status).toBe(400);
    const other = house.browser();
    await other.open(`${BASE_URL}/activate`);
    expect((await other.open(page.url)).status).toBe(410);
  });

  it('begins 60 times a minute for an address, not more', async () => {
    const statuses = [];
    for (let turn = 0; turn < 61; turn++) statuses.push((await house.request(new Request(addressOf()))).status);
    expect(new Set(statuses.slice(0, 60))).toEqual(new Set([303]));
    expect(statuses[60]).toBe(429);
    expect((await house.request(new Request(addressOf()), '192.0.2.77')).status).toBe(303);
  });
});
