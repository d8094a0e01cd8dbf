import {
  deviceCodeAnswerSchema,
  endpoints,
  OAUTH_PATHS,
  oauthErrorSchema,
  serverMetadataSchema,
  tokenAnswerSchema,
} from '@wicketgate/contract';
import { createFakeClock, createFakeGateway, createSeededRandom, type FakeGatewayOptions } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';

const CLI = 'wicketgate-cli';
const SOMEBODY = { principal: { id: 'company:1', name: 'Dev' }, tier: 'pro', scopes: ['tools:call'] } as const;
const REQUEST = {
  ...{ response_type: 'code', client_id: CLI, redirect_uri: 'http://127.0.0.1:1234/back', state: 's' },
  ...{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' },
};

function started(options: FakeGatewayOptions = {}) {
  const clock = createFakeClock();
  const fake = createFakeGateway({ random: createSeededRandom(), clock, ...options });
  const post = (path: string, parameters: Readonly<Record<string, string>>) =>
    fake.fetch(fake.url + path, { method: 'POST', body: new URLSearchParams(parameters) });
  const errorOf = async (response: Response) => oauthErrorSchema.parse(await response.json()).error;
  const me = async (token: string) => {
    const response = await fake.fetch(fake.url + endpoints.auth.me.path, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const json = (await response.json()) as { readonly code?: string };
    return json.code ?? endpoints.auth.me.answer.parse(json);
  };
  const addressOf = (change: Readonly<Record<string, string>> = {}) =>
    `${fake.url}${OAUTH_PATHS.authorize}?${new URLSearchParams({ ...REQUEST, ...change }).toString()}`;
  const begin = async () => {
    const response = await post(OAUTH_PATHS.deviceCode, { client_id: CLI });
    return deviceCodeAnswerSchema.parse(await response.json());
  };
  const poll = (deviceCode: string) => post(OAUTH_PATHS.deviceToken, { client_id: CLI, device_code: deviceCode });
  return { fake, clock, post, errorOf, me, addressOf, begin, poll };
}

describe('people at the fake gateway', () => {
  it('sign in without a request, so that a test may begin there', async () => {
    const { fake, me } = started();
    const { session, tokens } = await fake.signIn.open(SOMEBODY);
    expect(await me(tokens.access_token)).toMatchObject({
      session: { id: session.id, client_id: CLI },
      principal: { id: 'company:1', email: null, name: 'Dev' },
      tier: 'pro',
      scopes: ['tools:call'],
    });
    expect(fake.requests).toHaveLength(1);
    expect(fake.sessions.list({ principal: 'company:1' })).toEqual([session]);
    expect((await fake.signIn.open()).session.principal.id).toBe('owner-1');
  });

  it('allow and refuse what a device asks for, by the code that it shows', async () => {
    const { fake, begin, poll, errorOf, me } = started();
    const [mine, other] = [await begin(), await begin()];
    fake.signIn.approve(mine.user_code.toLowerCase(), SOMEBODY);
    fake.signIn.deny(other.user_code);
    const tokens = tokenAnswerSchema.parse(await (await poll(mine.device_code)).json());
    expect(await me(tokens.access_token)).toMatchObject({ principal: { id: 'company:1' } });
    expect(await errorOf(await poll(other.device_code))).toBe('access_denied');
  });

  it('are told when no device waits with a code', async () => {
    const { fake, begin } = started();
    expect(() => fake.signIn.approve('BCDF-GHJK')).toThrow(TypeError);
    const { user_code: userCode } = await begin();
    fake.signIn.deny(userCode);
    expect(() => fake.signIn.approve(userCode)).toThrow(TypeError);
  });

  it('may let a code run out', async () => {
    const { fake, begin, poll, errorOf } = started();
    const code = await begin();
    fake.signIn.expire(code.user_code);
    expect(await errorOf(await poll(code.device_code))).toBe('expired_token');
    expect(() => fake.signIn.approve(code.user_code)).toThrow(TypeError);
  });

  it('refuse an application in the browser', () => {
    const { fake, addressOf } = started();
    const back = new URL(fake.signIn.authorize(addressOf(), 'denied'));
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 's', iss: fake.url });
  });

  it('are sent back to this machine and to editors, and nowhere else', () => {
    const { fake, addressOf } = started();
    const editor = 'vscode://wicketgate.wicketgate/signed-in';
    for (const [redirect_uri, client_id] of [
      ['http://127.0.0.1:1/', CLI],
      ['http://[::1]:65535/a/b', CLI],
      ['http://127.0.0.1', 'wicketgate-vscode'],
      [editor, 'wicketgate-vscode'],
    ] as const) {
      expect(fake.signIn.authorize(addressOf({ redirect_uri, client_id }))).toMatch(/[?&]code=wg_ac_/);
    }
    for (const redirect_uri of [
      editor,
      'http://localhost:1/',
      'https://127.0.0.1/',
      'http://127.0.0.1.example.com/',
      'http://user@127.0.0.1/',
      'http://127.0.0.1/#a',
      'https://elsewhere.example.com/signed-in',
      '',
    ]) {
      expect(() => fake.signIn.authorize(addressOf({ redirect_uri })), redirect_uri).toThrow(TypeError);
    }
  });
});

describe('the tokens of the fake gateway', () => {
  it('are all too old when a test says so, and their successors are not', async () => {
    const { fake, clock, me, post } = started();
    const { tokens } = await fake.signIn.open();
    fake.signIn.expireAccessTokens();
    expect(await me(tokens.access_token)).toBe('token_expired');
    await clock.advance(1);
    const next = await post(OAUTH_PATHS.refresh, { client_id: CLI, refresh_token: tokens.refresh_token ?? '' });
    expect(await me(tokenAnswerSchema.parse(await next.json()).access_token)).toMatchObject({ key: null });
  });

  it('last as long, and are polled for as often, as a test wants it', async () => {
    const { fake, clock, begin, me } = started({ signIn: { accessSeconds: 1, pollSeconds: 2 } });
    const { tokens } = await fake.signIn.open();
    expect(tokens.expires_in).toBe(1);
    await clock.advance(1_000);
    expect(await me(tokens.access_token)).toBe('token_expired');
    expect((await begin()).interval).toBe(2);
  });

  it('end with a sign-in that is ended behind the back of clients', async () => {
    const { fake, me } = started();
    const { session, tokens } = await fake.signIn.open();
    fake.sessions.revoke(session.id, 'lost', 'bootstrap');
    expect(await me(tokens.access_token)).toBe('session_ended');
  });
});

describe('the authorization server of the fake gateway', () => {
  it('is the issuer that it was asked as, wherever it is served', async () => {
    const { fake } = started({ url: 'https://gateway.example.com/gate' });
    const response = await fake.fetch(`http://127.0.0.1:5555/gate${OAUTH_PATHS.metadata}`);
    expect(serverMetadataSchema.parse(await response.json()).issuer).toBe('http://127.0.0.1:5555/gate');
  });

  it('fails with an error of OAuth, and says when to come back, as often as a test wants it', async () => {
    const { fake, post, errorOf } = started();
    fake.fail({ oauth: 'temporarily_unavailable', retryAfterSeconds: 7 }, { path: OAUTH_PATHS.token });
    const failed = await post(OAUTH_PATHS.token, { client_id: CLI });
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '7']);
    expect(await errorOf(failed)).toBe('temporarily_unavailable');
    fake.fail({ oauth: 'invalid_grant' });
    expect((await post(OAUTH_PATHS.token, { client_id: CLI })).headers.has('retry-after')).toBe(false);
    expect(await errorOf(await post(OAUTH_PATHS.token, { client_id: CLI }))).toBe('invalid_request');
  });

  it('answers OPTIONS and HEAD, and logs no secret', async () => {
    const { fake } = started();
    const options = await fake.fetch(fake.url + OAUTH_PATHS.token, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, OPTIONS']);
    const head = await fake.fetch(fake.url + OAUTH_PATHS.metadata, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    await fake.fetch(`${fake.url}${OAUTH_PATHS.token}?refresh_token=secret`, { method: 'POST' });
    expect(JSON.stringify(fake.requests)).not.toContain('secret');
  });
});
