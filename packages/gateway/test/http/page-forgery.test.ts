import type { ScriptedBrowser, WebPage } from '@wicketgate/testing/openid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SignInHouse, startSignInHouse, typeCode } from '../support/sign-in-house.ts';
import { BASE_URL } from '../support/test-gateway.ts';

describe('a form of the pages', () => {
  let house: SignInHouse;
  let browser: ScriptedBrowser;
  let confirm: WebPage;
  let deviceCode: string;
  beforeEach(async () => {
    house = await startSignInHouse();
    browser = house.browser();
    const { apiKey } = await house.issue();
    const device = await house.beginDevice();
    ({ deviceCode } = device);
    confirm = await browser.press(await typeCode(browser, device.userCode), 'Continue', {
      fields: { api_key: apiKey },
    });
  });
  afterEach(() => house.close());

  const allow = (submission: Parameters<ScriptedBrowser['press']>[2]) => browser.press(confirm, 'Allow', submission);
  const stateOfDevice = async () => (await house.pollDevice(deviceCode)).body['error'] ?? 'approved';

  it.each([
    ['without its token', { fields: { token: '' } }],
    ['with another token', { fields: { token: 'f'.repeat(64) } }],
    ['from another origin', { headers: { origin: 'https://evil.example.com' } }],
    ['from an origin that its browser hides', { headers: { origin: 'null' } }],
    ['from another port', { headers: { origin: 'http://127.0.0.1:8788' } }],
    ['from another site', { headers: { 'sec-fetch-site': 'cross-site' } }],
    ['from another host of the site', { headers: { 'sec-fetch-site': 'same-site' } }],
  ])('does nothing when it comes %s', async (_, submission) => {
    const answer = await allow(submission);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('This did not come from our page');
    expect(await stateOfDevice()).toBe('authorization_pending');
  });

  it('does nothing without the cookie, or with that of another browser', async () => {
    const [form] = confirm.forms;
    const body = () => new URLSearchParams({ ...form?.fields, decision: 'allow' });
    const send = (headers: Record<string, string>) =>
      house.request(new Request(`${BASE_URL}/signin/decision`, { method: 'POST', headers, body: body() }));
    expect((await send({})).status).toBe(400);
    expect((await send({ cookie: `wicketgate=${'A'.repeat(43)}` })).status).toBe(403);
    const own = `wicketgate=${browser.cookies.get('127.0.0.1')?.get('wicketgate') ?? ''}`;
    expect((await send({ cookie: `${own}; wicketgate=${'A'.repeat(43)}` })).status).toBe(400);
    const stranger = house.browser();
    const page = await stranger.open(`${BASE_URL}/activate`);
    const token = page.forms[0]?.fields['token'] ?? '';
    const foreign = {
      ...confirm,
      forms: confirm.forms.map((known) => ({ ...known, fields: { ...known.fields, token } })),
    };
    expect((await stranger.press(foreign, 'Allow')).status).toBe(410);
    expect(await stateOfDevice()).toBe('authorization_pending');
    expect((await send({ cookie: own })).status).toBe(200);
  });

  it.each(['\u00a0', '\u000b', ' \u00a0 '])(
    'does nothing with a cookie whose name only looks like ours to who takes every blank away',
    async (blank) => {
      const own = browser.cookies.get('127.0.0.1')?.get('wicketgate') ?? '';
      const body = new URLSearchParams({ ...confirm.forms[0]?.fields, decision: 'allow' });
      const headers = { cookie: `theme=dark; ${blank}wicketgate=${own}` };
      const sent = new Request(`${BASE_URL}/signin/decision`, { method: 'POST', headers, body });
      expect((await house.request(sent)).status).toBe(400);
      expect(await stateOfDevice()).toBe('authorization_pending');
    },
  );

  it('is taken from browsers that say neither origin nor site', async () => {
    const headers = { cookie: `wicketgate=${browser.cookies.get('127.0.0.1')?.get('wicketgate') ?? ''}` };
    const body = new URLSearchParams({ ...confirm.forms[0]?.fields, decision: 'allow' });
    const sent = new Request(`${BASE_URL}/signin/decision`, { method: 'POST', headers, body });
    expect((await house.request(sent)).status).toBe(200);
    expect(await stateOfDevice()).toBe('approved');
  });

  it.each([
    ['a field twice', 'application/x-www-form-urlencoded', 'token=a&token=b'],
    ['JSON', 'application/json', '{}'],
    ['broken percent encoding', 'application/x-www-form-urlencoded', 'token=%zz'],
    ['more than 16 KiB', 'application/x-www-form-urlencoded', `token=${'x'.repeat(16_384)}`],
  ])('is refused in words with %s', async (_, type, body) => {
    const headers = { 'content-type': type };
    const answer = await house.request(new Request(`${BASE_URL}/activate`, { method: 'POST', headers, body }));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('The form cannot be read');
  });

  it('is refused by method on every address that takes none', async () => {
    for (const path of ['/authorize', '/signin', '/signin/callback/acme']) {
      expect((await house.request(new Request(BASE_URL + path, { method: 'POST' }))).status).toBe(405);
    }
  });
});

describe('a page', () => {
  let house: SignInHouse;
  beforeEach(async () => {
    house = await startSignInHouse();
  });
  afterEach(() => house.close());

  it('may run, load and frame nothing, and tells no other site where it was', async () => {
    const page = await house.browser().open(`${BASE_URL}/activate`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy.replace(/sha256-[A-Za-z0-9+/]{43}=/, 'HASH')).toBe(
      "default-src 'none'; style-src 'HASH'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(page.html) ?? [];
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(style))).toString('base64');
    expect(policy).toContain(`'sha256-${hash}'`);
  });

  it('keeps one cookie that scripts cannot read and other sites do not send', async () => {
    const browser = house.browser();
    const first = await browser.open(`${BASE_URL}/activate`);
    expect(first.headers.get('set-cookie')).toMatch(
      /^wicketgate=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/,
    );
    const second = await browser.open(`${BASE_URL}/activate`);
    expect(second.headers.get('set-cookie')).toBe(first.headers.get('set-cookie'));
  });

  it('has a cookie over https that no other host can set', async () => {
    await house.close();
    house = await startSignInHouse({ environment: { WICKETGATE_PUBLIC_URL: 'https://gate.example.com/base' } });
    const answer = await house.request(new Request('https://gate.example.com/activate'));
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-wicketgate=[^;]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(await answer.text()).toContain('action="/base/activate"');
    const request = new URLSearchParams({
      ...{ client_id: 'wicketgate-cli', redirect_uri: 'http://127.0.0.1:4711/done', response_type: 'code' },
      ...{ code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' },
    });
    const begun = await house.request(new Request(`https://gate.example.com/authorize?${request.toString()}`));
    expect(begun.headers.get('location')).toMatch(/^\/base\/signin\?interaction=[0-9A-Za-z]{22}$/);
  });
});
