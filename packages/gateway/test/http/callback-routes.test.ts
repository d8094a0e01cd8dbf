import type { ScriptedBrowser, WebPage } from '@wicketgate/testing/openid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createScriptedProvider,
  idClaims,
  ISSUER,
  type ScriptedProvider,
  tokenAnswer,
} from '../openid/scripted-provider.ts';
import { providerConfig, type SignInHouse, startSignInHouse, typeCode } from '../support/sign-in-house.ts';
import { BASE_URL } from '../support/test-gateway.ts';

describe('coming back from a provider', () => {
  let script: ScriptedProvider;
  let house: SignInHouse;
  let browser: ScriptedBrowser;
  let deviceCode: string;
  let details: WebPage;
  beforeEach(async () => {
    script = await createScriptedProvider();
    const providers = [
      providerConfig({ issuer: ISSUER }),
      providerConfig({ id: 'other', name: 'Other', issuer: 'https://other.example.com' }),
    ];
    house = await startSignInHouse({ signIn: { providers }, dependencies: { fetch: script.fetch } });
    browser = house.browser();
    const device = await house.beginDevice();
    ({ deviceCode } = device);
    details = await typeCode(browser, device.userCode);
  });
  afterEach(() => house.close());

  /** What the provider was asked for: the query of its own page. */
  const leave = async (page = details) => new URL((await browser.press(page, 'Sign in with Acme')).url).searchParams;
  const giveToken = async (asked: URLSearchParams, claims = {}) => {
    const token = await script.sign(idClaims({ nonce: asked.get('nonce') ?? '', ...claims }));
    script.answer('/token', () => tokenAnswer({ id_token: token, refresh_token: 'upstream-refresh' }));
  };
  const back = (
    asked: URLSearchParams,
    query: Readonly<Record<string, string>> = {},
    { through = browser, provider = 'acme' } = {},
  ) => {
    const parameters = { code: 'upstream-code', state: asked.get('state') ?? '', ...query };
    return through.open(`${BASE_URL}/signin/callback/${provider}?${new URLSearchParams(parameters).toString()}`);
  };
  const tokenRequests = () => script.asked.filter((path) => path === '/token').length;

  it('says who the person is and asks before anything is given', async () => {
    const asked = await leave();
    await giveToken(asked);
    const confirm = await back(asked);
    expect(confirm.title).toBe('Allow Wicketgate command? – Wicketgate');
    expect(confirm.url).toMatch(/\/signin\?interaction=[0-9A-Za-z]{22}$/);
    expect((await house.pollDevice(deviceCode)).body).toMatchObject({ error: 'authorization_pending' });
    expect(script.forms[0]?.get('redirect_uri')).toBe(`${BASE_URL}/signin/callback/acme`);
  });

  it.each(['Allow', 'Deny'])('keeps in the audit trail which person pressed %s', async (button) => {
    const asked = await leave();
    await giveToken(asked);
    await browser.press(await back(asked), button);
    const action = button === 'Allow' ? 'device.approve' : 'device.deny';
    expect(await house.audited(action)).toMatchObject([{ actor: 'acme:anna', details: { client: 'wicketgate-cli' } }]);
  });

  it('takes an answer once, also when it comes twice at once', async () => {
    const asked = await leave();
    await giveToken(asked);
    const pages = await Promise.all([back(asked), back(asked)]);
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect((await back(asked)).status).toBe(410);
    expect((await back(asked, { code: 'another-code' })).status).toBe(410);
    expect(tokenRequests()).toBe(1);
  });

  it('takes the answer to the last way out, not to one before', async () => {
    const first = await leave();
    const second = await leave();
    await giveToken(second);
    expect((await back(first)).status).toBe(410);
    expect((await back(second)).title).toBe('Allow Wicketgate command? – Wicketgate');
  });

  it('takes no answer in another browser, without a cookie, with another state or without one', async () => {
    const asked = await leave();
    await giveToken(asked);
    const stranger = house.browser();
    expect((await back(asked, {}, { through: stranger })).status).toBe(410);
    await stranger.open(`${BASE_URL}/activate`);
    expect((await back(asked, {}, { through: stranger })).status).toBe(410);
    const [reference = ''] = (asked.get('state') ?? '').split('.');
    for (const state of ['', reference, `${reference}.${'A'.repeat(43)}`, 'x.y']) {
      expect((await back(asked, { state })).status).toBe(410);
    }
    const twice = `state=${asked.get('state') ?? ''}`;
    expect((await browser.open(`${BASE_URL}/signin/callback/acme?code=c&${twice}&${twice}`)).status).toBe(410);
    expect(tokenRequests()).toBe(0);
    expect((await back(asked)).status).toBe(200);
  });

  it("takes no answer at another provider's callback: it would be handed a code that is not its own", async () => {
    const asked = await leave();
    await giveToken(asked);
    for (const provider of ['other', 'nobody']) {
      expect((await back(asked, {}, { provider })).status).toBe(410);
    }
    expect(tokenRequests()).toBe(0);
    expect((await back(asked)).status).toBe(200);
  });

  it('asks a provider 60 times a minute for an address, not more', async () => {
    const statuses = [];
    for (let turn = 0; turn < 61; turn++) statuses.push((await browser.press(details, 'Sign in with Other')).status);
    expect(new Set(statuses.slice(0, 60))).toEqual(new Set([503]));
    expect(statuses[60]).toBe(429);
    expect(await house.audited('sign_in.failed')).toHaveLength(60);
    await house.clock.advance(1_000);
    expect((await browser.press(details, 'Sign in with Other')).status).toBe(503);
  });

  it('takes no answer after 10 minutes', async () => {
    const asked = await leave();
    await giveToken(asked, { exp: Math.floor(house.clock.now() / 1_000) + 3_600 });
    await house.clock.advance(600_000);
    expect((await back(asked)).status).toBe(410);
    expect(tokenRequests()).toBe(0);
  });

  it.each([
    ['names another issuer (RFC 9207)', { iss: 'https://other.example.com' }, {}],
    ['comes with the nonce of another sign-in', {}, { nonce: 'of another sign-in' }],
    ['vouches for another application', {}, { aud: 'another-application' }],
  ])('proves nothing when it %s, and another try is open', async (_, query, claims) => {
    const asked = await leave();
    await giveToken(asked, claims);
    const page = await back(asked, query);
    expect([page.status, page.title]).toEqual([400, 'Error: The answer of Acme proves nothing – Wicketgate']);
    expect(await house.audited('sign_in.failed')).toMatchObject([
      { details: { provider: 'acme', reason: expect.stringContaining('bad_answer') as string } },
    ]);
    const again = await leave(await browser.open(signInPage(page)));
    await giveToken(again);
    expect((await back(again)).status).toBe(200);
  });

  it('takes a no for a no, in words that are ours', async () => {
    const asked = await leave();
    const page = await back(asked, { error: 'access_denied', error_description: '<b>phone 555</b>' });
    expect([page.status, page.title]).toEqual([403, 'Error: Acme did not sign you in – Wicketgate']);
    expect(page.html).not.toContain('phone 555');
  });

  it('answers 503 while the provider does not, and goes on with the same sign-in later', async () => {
    const asked = await leave();
    script.answer('/token', () => new Response('', { status: 502 }));
    const page = await back(asked);
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '30']);
    const again = await leave(await browser.open(signInPage(page)));
    await giveToken(again);
    const confirm = await back(again);
    await browser.press(confirm, 'Allow');
    expect((await house.pollDevice(deviceCode)).status).toBe(200);
  });

  it('knows only the providers of the configuration', async () => {
    expect((await browser.press(details, 'Sign in with Acme', { fields: { provider: 'nobody' } })).status).toBe(410);
    const other = await browser.press(details, 'Sign in with Other');
    expect([other.status, other.title]).toEqual([503, 'Error: Other does not answer – Wicketgate']);
  });

  it('leaves nothing secret in pages, addresses, the log, the audit trail or the database in the clear', async () => {
    const asked = await leave();
    await giveToken(asked);
    const confirm = await back(asked);
    const done = await browser.press(confirm, 'Allow');
    const { body } = await house.pollDevice(deviceCode);
    const { items } = (await (await house.send('GET /admin/api/sessions')).json()) as { items: { id: string }[] };
    const session = await house.storage.findSession(items[0]?.id ?? '');
    expect(session?.upstreamSealed).toMatch(/^wge1\.test\./);
    const audit = await house.storage.listAudit(session?.id ?? '', 10);
    const everything = JSON.stringify([confirm, done, house.log, audit, session]);
    expect(everything.length).toBeGreaterThan(1_000);
    for (const secret of ['upstream-refresh', 'upstream-access', 'upstream-code', String(body['refresh_token'])]) {
      expect(everything).not.toContain(secret);
    }
  });
});

/** The page of the sign-in that an error page leads back to. */
function signInPage(page: WebPage): string {
  const [, path = ''] = /<a class="button" href="([^"]+)"/.exec(page.html) ?? [];
  return new URL(path, page.url).href;
}
