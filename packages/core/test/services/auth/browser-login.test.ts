import { describe, expect, it } from 'vitest';
import type { RedirectListener } from '../../../src/ports/redirect-listener.ts';
import { type BrowserLoginOptions, createBrowserLogin } from '../../../src/services/auth/browser-login.ts';
import { Secret } from '../../../src/words/secret.ts';
import type { WicketgateError } from '../../../src/words/errors.ts';
import { failureOf } from '../../fake-world.ts';
import { createSignInWorld, METADATA_PATH, type SignInWorld, TOKEN_PATH } from '../../sign-in-world.ts';

const REDIRECT = 'http://127.0.0.1:4321/signed-in/x';

const browser = ({ options }: SignInWorld, change: Partial<BrowserLoginOptions> = {}) =>
  createBrowserLogin({ ...options, ...change });

/** A listener in memory, which a test answers. */
function createListener() {
  let arrive: (url: URL) => void = () => undefined;
  const answered = new Promise<URL>((resolve) => (arrive = resolve));
  const state: { closed: number; isOurs: (url: URL) => boolean } = { closed: 0, isOurs: () => true };
  const listener: RedirectListener = {
    redirectUri: REDIRECT,
    answer: (signal, isOurs) => {
      if (isOurs) state.isOurs = isOurs;
      return Promise.race([
        answered,
        new Promise<never>((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      ]);
    },
    close: () => {
      state.closed++;
      return Promise.resolve();
    },
  };
  return { listener, arrive: (url: string) => arrive(new URL(url)), state };
}

describe('signing in with a browser', () => {
  it('opens an address with PKCE and state, and answers the tokens of the code that comes back', async () => {
    const world = createSignInWorld();
    const { listener, arrive, state } = createListener();
    let opened = '';
    const open = (url: string) => {
      opened = url;
      arrive(world.gateway.signIn.authorize(url, { principal: { id: 'owner-1' }, scopes: ['a'] }));
    };
    const tokens = await browser(world, { scopes: ['a', 'b'] }).signIn({ listener, open });
    expect(tokens).toMatchObject({ issuer: world.gateway.url, clientId: 'wicketgate-cli', scopes: ['a'] });
    expect(tokens.refreshToken?.reveal()).toMatch(/^wg_rt_/);
    const asked = Object.fromEntries(new URL(opened).searchParams);
    expect(asked).toEqual({
      response_type: 'code',
      client_id: 'wicketgate-cli',
      redirect_uri: REDIRECT,
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
      scope: 'a b',
    });
    const sent = new URLSearchParams(world.sent.at(-1)?.init.body);
    expect(sent.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect(opened).not.toContain(sent.get('code_verifier'));
    expect(state.closed).toBe(1);
  });

  it('makes a new state and a new verifier each time', async () => {
    const login = browser(createSignInWorld());
    const [one, other] = [await login.begin(REDIRECT), await login.begin(REDIRECT)];
    expect(one.state).not.toBe(other.state);
    expect(verifierOf(one.record)).not.toBe(verifierOf(other.record));
  });

  it('may be finished by another window, from its record alone', async () => {
    const world = createSignInWorld();
    const { url, record, state, expiresAt } = await browser(world).begin(REDIRECT);
    expect(new URL(url).searchParams.get('state')).toBe(state);
    expect(expiresAt).toBe(world.clock.now() + 300_000);
    const answer = new URL(world.gateway.signIn.authorize(url));
    const tokens = await browser(world).finish(new Secret(record.reveal()), answer);
    expect(tokens.accessToken.reveal()).toMatch(/^eyJ/);
  });

  const spoil = (answer: string, change: (parameters: URLSearchParams) => void): URL => {
    const url = new URL(answer);
    change(url.searchParams);
    return url;
  };

  it.each<[string, (parameters: URLSearchParams) => void]>([
    ['another state', (parameters) => parameters.set('state', 'x'.repeat(43))],
    ['no state', (parameters) => parameters.delete('state')],
    ['two states', (parameters) => parameters.append('state', 'x')],
    ['another issuer', (parameters) => parameters.set('iss', 'https://elsewhere.example.com')],
    ['no issuer', (parameters) => parameters.delete('iss')],
    ['no code', (parameters) => parameters.delete('code')],
    ['two codes', (parameters) => parameters.append('code', 'x')],
    ['an empty code', (parameters) => parameters.set('code', '')],
    ['a token in the address', (parameters) => parameters.set('token', 'x')],
  ])('refuses an answer with %s, and redeems nothing', async (_, change) => {
    const world = createSignInWorld();
    const login = browser(world);
    const { url, record } = await login.begin(REDIRECT);
    const answer = spoil(world.gateway.signIn.authorize(url), change);
    const error = (await failureOf(login.finish(record, answer))) as WicketgateError;
    expect(error.code).toBe('bad_redirect');
    expect(world.gateway.requestsTo(TOKEN_PATH)).toBe(0);
    const code = answer.searchParams.get('code') ?? '';
    expect(code.length > 1 && `${error.message}${String(error.cause)}`.includes(code)).toBe(false);
  });

  it('says why the gateway sent the browser back without a code', async () => {
    const world = createSignInWorld();
    const login = browser(world);
    const { url, record } = await login.begin(REDIRECT);
    const denied = new URL(world.gateway.signIn.authorize(url, 'denied'));
    expect(await failureOf(login.finish(record, denied))).toMatchObject({ code: 'authorization_denied' });
    const other = spoil(denied.href, (parameters) => {
      parameters.set('error', 'invalid_scope');
      parameters.set('error_description', 'no \u001b[31mred\u0007');
    });
    const error = await failureOf(login.finish(record, other));
    expect(error).toMatchObject({ code: 'sign_in_refused', oauthError: 'invalid_scope' });
    expect(String(error)).not.toMatch(/\p{Cc}/u);
  });

  it('does not believe an error that came with another state', async () => {
    const world = createSignInWorld();
    const login = browser(world);
    const { url, record } = await login.begin(REDIRECT);
    const forged = spoil(world.gateway.signIn.authorize(url, 'denied'), (parameters) => parameters.set('state', 'x'));
    expect(await failureOf(login.finish(record, forged))).toMatchObject({ code: 'bad_redirect' });
  });

  it('takes no answer after its time, and none at its very end', async () => {
    const world = createSignInWorld();
    const login = browser(world, { patienceMs: 1_000 });
    const { url, record } = await login.begin(REDIRECT);
    const answer = new URL(world.gateway.signIn.authorize(url));
    await world.clock.advance(1_000);
    expect(await failureOf(login.finish(record, answer))).toMatchObject({ code: 'timeout' });
    expect(world.gateway.requestsTo(TOKEN_PATH)).toBe(0);
  });

  it('redeems a code once, also when the answer is lost', async () => {
    const world = createSignInWorld();
    const login = browser(world);
    const { url, record } = await login.begin(REDIRECT);
    const answer = new URL(world.gateway.signIn.authorize(url));
    world.gateway.fail('network', { path: TOKEN_PATH });
    expect(await failureOf(login.finish(record, answer))).toMatchObject({ code: 'offline' });
    expect(world.gateway.requestsTo(TOKEN_PATH)).toBe(1);
  });

  it('refuses a record that is none, or is of another application', async () => {
    const world = createSignInWorld();
    const { url, record } = await browser(world).begin(REDIRECT);
    const answer = new URL(world.gateway.signIn.authorize(url));
    const other = browser(world, { clientId: 'wicketgate-vscode' });
    for (const finishing of [other.finish(record, answer), browser(world).finish(new Secret('{}'), answer)]) {
      expect(await failureOf(finishing)).toMatchObject({ code: 'bad_redirect' });
    }
  });

  it('closes its listener whatever happens: time over, left, not opened, no gateway', async () => {
    const world = createSignInWorld();
    const reason = new Error('enough');

    let opened = 0;
    const noteOpened = () => {
      opened++;
    };
    const late = createListener();
    const waiting = browser(world).signIn({ listener: late.listener, open: noteOpened });
    waiting.catch(() => undefined);
    await world.until(() => opened === 1);
    await world.clock.advance(300_000);
    expect(await failureOf(waiting)).toMatchObject({ code: 'timeout' });

    const left = createListener();
    const leave = new AbortController();
    const leaving = browser(world).signIn({ listener: left.listener, open: noteOpened, signal: leave.signal });
    leaving.catch(() => undefined);
    await world.until(() => opened === 2);
    leave.abort(reason);
    expect(await failureOf(leaving)).toMatchObject({ code: 'aborted', cause: reason });

    const unopened = createListener();
    const open = () => Promise.reject(reason);
    expect(await failureOf(browser(world).signIn({ listener: unopened.listener, open }))).toBe(reason);

    const alone = createListener();
    world.gateway.fail({ status: 404 }, { path: METADATA_PATH });
    const none = browser(world).signIn({ listener: alone.listener, open: () => undefined });
    expect(await failureOf(none)).toMatchObject({ code: 'bad_answer', status: 404 });

    expect([late, left, unopened, alone].map(({ state }) => state.closed)).toEqual([1, 1, 1, 1]);
    expect(world.clock.sleepers).toBe(0);
  });

  it('closes its listener also when it was left before it began', async () => {
    const world = createSignInWorld();
    const { listener, state } = createListener();
    const signal = AbortSignal.abort();
    const leaving = browser(world).signIn({ listener, open: () => undefined, signal });
    expect(await failureOf(leaving)).toMatchObject({ code: 'aborted' });
    expect(state.closed).toBe(1);
    expect(world.sent).toEqual([]);
  });

  it('does not wait for whoever opened the browser, who may stay until it is closed', async () => {
    const world = createSignInWorld();
    const { listener, arrive } = createListener();
    const open = (url: string) => {
      arrive(world.gateway.signIn.authorize(url));
      return new Promise<never>(() => undefined);
    };
    expect((await browser(world).signIn({ listener, open })).accessToken.reveal()).toMatch(/^eyJ/);
    expect(world.clock.sleepers).toBe(0);
  });

  it('lets its listener take answers with its own state alone', async () => {
    const world = createSignInWorld();
    const { listener, arrive, state } = createListener();
    const taken: boolean[] = [];
    const open = (url: string) => {
      const own = new URL(world.gateway.signIn.authorize(url));
      const forged = spoil(own.href, (parameters) => parameters.set('state', 'x'.repeat(43)));
      taken.push(state.isOurs(forged), state.isOurs(new URL(REDIRECT)), state.isOurs(own));
      arrive(own.href);
    };
    await browser(world).signIn({ listener, open });
    expect(taken).toEqual([false, false, true]);
  });

  it('shows nothing of the verifier', async () => {
    const { record, url } = await browser(createSignInWorld()).begin(REDIRECT);
    const verifier = verifierOf(record);
    expect(`${JSON.stringify({ record })}${String(record)}${url}`).not.toContain(verifier);
  });

  it('is made with options that it can take alone', () => {
    const world = createSignInWorld();
    for (const patienceMs of [0, 3_600_001, 1.5]) expect(() => browser(world, { patienceMs })).toThrow(TypeError);
    for (const patienceMs of [1, 3_600_000]) expect(() => browser(world, { patienceMs })).not.toThrow();
  });
});

function verifierOf(record: Secret): string {
  return (JSON.parse(record.reveal()) as { readonly verifier: string }).verifier;
}
