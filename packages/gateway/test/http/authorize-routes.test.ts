import { createHash } from 'node:crypto';
import type { ScriptedBrowser } from '@wicketgate/testing/openid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StorageError } from '../../src/ports/storage-error.ts';
import type { Storage } from '../../src/ports/storage.ts';
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
  const failing = { insertCode: false };
  beforeEach(async () => {
    house = await startSignInHouse({ wrapStorage: (storage) => withFailingCodes(storage, failing) });
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

  it('keeps who allowed and who denied in the audit trail, before any code is redeemed', async () => {
    await browser.press(await identified(), 'Allow');
    await browser.press(await identified(), 'Deny');
    await browser.press(await browser.open(addressOf()), 'Deny');
    const by = { actor: expect.stringMatching(/^[0-9A-Za-z]{10}$/) as string, actorIp: '192.0.2.10' };
    expect(await house.audited('code.approve')).toMatchObject([
      { ...by, details: { client: 'wicketgate-cli', principal: 'owner-1' } },
    ]);
    // A key acts by its id; whoever denies at once has not said who they are.
    const details = { client: 'wicketgate-cli' };
    expect(await house.audited('code.deny')).toMatchObject([
      { ...by, details },
      { ...by, actor: 'anonymous', details },
    ]);
    const trail = JSON.stringify([await house.audited('code.approve'), await house.audited('code.deny')]);
    expect(trail).not.toMatch(/wg_ac_|[0-9a-f]{64}/);
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
    [
      'another application of the editor',
      { client_id: 'wicketgate-vscode', redirect_uri: 'vscode://evil.evil/signed-in' },
    ],
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

  it('gives one code, however often the button is pressed', async () => {
    const confirm = await identified();
    const pressed = await Promise.all([1, 2, 3].map(() => browser.press(confirm, 'Allow')));
    expect(pressed.map(({ status }) => status).sort()).toEqual([0, 410, 410]);
    expect((await browser.press(confirm, 'Allow')).status).toBe(410);
  });

  it('gives none at a second try when the store failed at the first: it may have kept the code', async () => {
    const confirm = await identified();
    failing.insertCode = true;
    expect((await browser.press(confirm, 'Allow')).status).toBe(503);
    failing.insertCode = false;
    expect((await browser.press(confirm, 'Allow')).status).toBe(410);
    expect(await house.audited('code.approve')).toEqual([]);
  });

  it('is over at the fifth refused API key', async () => {
    let page = await browser.open(addressOf());
    for (let turn = 0; turn < 4; turn++) {
      page = await browser.press(page, 'Continue', { fields: { api_key: 'nonsense' } });
      expect(page.title).toBe('Error: the API key was refused – Wicketgate');
    }
    const last = await browser.press(page, 'Continue', { fields: { api_key: 'nonsense' } });
    expect(last.text).toContain('Too many refused API keys');
    expect((await browser.open(page.url)).status).toBe(410);
  });

  it('is over after 10 minutes', async () => {
    const page = await browser.open(addressOf());
    await house.clock.advance(599_999);
    expect((await browser.open(page.url)).status).toBe(200);
    await house.clock.advance(1);
    expect((await browser.open(page.url)).status).toBe(410);
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

  it('begins 3,000 times a minute in all, however many addresses ask', async () => {
    const begin = async (address: string) => (await house.request(new Request(addressOf()), address)).status;
    for (let turn = 0; turn < 3_000; turn++) {
      const status = await begin(`198.51.100.${Math.floor(turn / 60)}`);
      if (status !== 303) expect({ turn, status }).toEqual({ turn, status: 303 });
    }
    expect(await begin('203.0.113.1')).toBe(429);
    await house.clock.advance(20);
    expect(await begin('203.0.113.1')).toBe(303);
  });
});

/** The storage, whose codes cannot be kept while a test says so. */
function withFailingCodes(storage: Storage, failing: { readonly insertCode: boolean }): Storage {
  const fail = () => Promise.reject(new StorageError('busy', 'held for too long'));
  return new Proxy(storage, {
    get: (target, name) => {
      if (name === 'insertCode' && failing.insertCode) return fail;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
