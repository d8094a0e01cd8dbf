import { inspect } from 'node:util';
import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { createOAuthProvider } from '../../../src/services/auth/oauth-provider.ts';
import { createOAuthWorld, failureOf, ISSUER, SERVER } from './oauth-world.ts';

const TEN = Array.from({ length: 10 });

describe('the sign-in at an MCP server', () => {
  it('asks the person when the server wants a credential, and sends the call once more', async () => {
    const { open, person, log, count } = createOAuthWorld();
    const { call, provider } = open();
    expect((await call()).status).toBe(200);
    const [page] = person.pages;
    expect(page?.origin).toBe(ISSUER);
    expect(Object.fromEntries(page?.searchParams ?? [])).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      resource: SERVER,
      redirect_uri: 'http://127.0.0.1:40001/callback',
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    expect([count('/register'), count('/token'), person.closed()]).toEqual([1, 1, 1]);
    expect(log.find(({ path }) => path === '/token')?.form).toMatchObject({ resource: SERVER });
    expect(await provider.current()).toMatchObject({ issuer: ISSUER, refreshable: true });
  });

  it('is shared with every later process that opens the store', async () => {
    const { open, person } = createOAuthWorld();
    await open().call();
    expect((await open().call()).status).toBe(200);
    expect(person.pages).toHaveLength(1);
  });

  it('asks one person once for ten calls', async () => {
    const { open, person, count } = createOAuthWorld();
    const { call } = open();
    const answers = await Promise.all(TEN.map(() => call()));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect([person.pages.length, count('/token')]).toEqual([1, 1]);
  });

  it('hands the refusal on when nobody can be asked', async () => {
    const { open } = createOAuthWorld();
    const { call, provider } = open({ prompt: undefined, listen: undefined });
    expect((await call()).status).toBe(401);
    expect(await failureOf(provider.signIn())).toMatchObject({ code: 'unauthorized' });
  });

  it('registers one address for all ports, and registers once for all sign-ins and servers', async () => {
    const { open, clients, person, count } = createOAuthWorld();
    const { provider } = open();
    await provider.signIn();
    await provider.signIn();
    expect([...clients.values()]).toEqual([{ redirectUris: ['http://127.0.0.1/callback'] }]);
    expect(person.pages.map(({ searchParams }) => searchParams.get('redirect_uri'))).toEqual([
      'http://127.0.0.1:40001/callback',
      'http://127.0.0.1:40002/callback',
    ]);
    expect(count('/register')).toBe(1);
  });

  it('uses the metadata document of the client where the server takes one, and registers nothing', async () => {
    const clientMetadataUrl = 'https://wicketgate.example.com/client.json';
    const { open, person, count, clients } = createOAuthWorld({
      metadata: { client_id_metadata_document_supported: true },
    });
    clients.set(clientMetadataUrl, { redirectUris: [] });
    const { call } = open({ clientMetadataUrl });
    expect((await call()).status).toBe(200);
    expect([person.pages[0]?.searchParams.get('client_id'), count('/register')]).toEqual([clientMetadataUrl, 0]);
  });

  it('uses a client that was registered beforehand, and shows it to its own server alone', async () => {
    const client = { issuer: ISSUER, clientId: 'planted-client', clientSecret: new Secret('planted-client-secret') };
    const world = createOAuthWorld();
    world.clients.set('planted-client', { redirectUris: [] });
    world.settings.intercept = ({ path, authorization, form }) =>
      path === '/token' && authorization === null && form['client_secret'] === undefined
        ? new Response(null, { status: 500 })
        : undefined;
    // The client's id comes in the Authorization header here.
    world.settings.metadata = { token_endpoint_auth_methods_supported: ['client_secret_post'] };
    expect((await world.open({ client }).call()).status).toBe(200);

    const elsewhere = createOAuthWorld({ issuer: 'https://evil.example.com' });
    expect(await failureOf(elsewhere.open({ client }).call())).toMatchObject({ code: 'unauthorized' });
    expect([elsewhere.count('/token'), elsewhere.person.pages.length]).toEqual([0, 0]);
  });

  it.each([
    ['another state', (answer: URL) => (answer.searchParams.set('state', 'x'), answer)],
    ['a second state', (answer: URL) => (answer.searchParams.append('state', 'x'), answer)],
    ['another issuer', (answer: URL) => (answer.searchParams.set('iss', 'https://evil.example.com'), answer)],
    ['no issuer, though the server promises one', (answer: URL) => (answer.searchParams.delete('iss'), answer)],
    ['two codes', (answer: URL) => (answer.searchParams.append('code', 'x'), answer)],
    ['no code', (answer: URL) => (answer.searchParams.delete('code'), answer)],
  ])('takes no answer with %s', async (_, comeBack) => {
    const { open, clock, count, person } = createOAuthWorld({ comeBack });
    const failure = failureOf(open().provider.signIn());
    await clock.advance(300_000);
    expect(await failure).toMatchObject({ code: expect.stringMatching(/^(?:unauthorized|timeout)$/) as string });
    expect([count('/token'), person.closed()]).toEqual([0, 1]);
  });

  it('ends when the person says no, and asks nobody again by itself for five minutes', async () => {
    const denied = (answer: URL) => {
      answer.searchParams.delete('code');
      answer.searchParams.set('error', 'access_denied');
      return answer;
    };
    const { open, clock, person, settings } = createOAuthWorld({ comeBack: denied });
    const { call, provider } = open();
    expect(await failureOf(call())).toMatchObject({ code: 'unauthorized', message: 'The sign-in was denied.' });
    await clock.advance(299_999);
    expect([(await call()).status, person.pages.length]).toEqual([401, 1]);
    settings.comeBack = (answer) => answer;
    await provider.signIn();
    expect([(await call()).status, person.pages.length]).toEqual([200, 2]);
  });

  it('asks again after five minutes', async () => {
    const { open, clock, person, settings } = createOAuthWorld({ comeBack: () => new URL('http://127.0.0.1:1/x') });
    const { call } = open({ patienceMs: 60_000 });
    const failure = failureOf(call());
    await clock.advance(60_000);
    expect(await failure).toMatchObject({ code: 'timeout' });
    settings.comeBack = (answer) => answer;
    await clock.advance(300_000);
    expect([(await call()).status, person.pages.length]).toEqual([200, 2]);
  });

  it('lets a call go whose time is over, and takes the answer when it comes', async () => {
    const { open, person, authorize } = createOAuthWorld();
    let comeBack: () => void = () => undefined;
    const prompt = {
      open: (url: string) => new Promise<void>((resolve) => (comeBack = resolve)).then(() => person.prompt.open(url)),
    };
    const { call } = open({ prompt });
    const leaving = new AbortController();
    const gone = failureOf(call({ signal: leaving.signal }));
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    leaving.abort(new Error('enough'));
    expect(await gone).toMatchObject({ message: 'enough' });
    comeBack();
    expect((await call()).status).toBe(200);
    expect([person.pages.length, typeof authorize]).toEqual([1, 'function']);
  });

  it('ends with close', async () => {
    const { open, person } = createOAuthWorld({ comeBack: () => new URL('http://127.0.0.1:1/x') });
    const { provider } = open();
    const failure = failureOf(provider.signIn());
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    provider.close();
    expect([await failure, person.closed()]).toMatchObject([{ code: 'closed' }, 1]);
  });

  it('asks for the scope that the server names, and for offline access where there is any', async () => {
    const { open, person } = createOAuthWorld({
      scopes: ['files:read', 'files:list'],
      metadata: { scopes_supported: ['offline_access'] },
    });
    await open({ scope: 'other' }).call();
    expect(person.pages[0]?.searchParams.get('scope')).toBe('files:read files:list offline_access');
  });

  it('asks for more scope when the server wants more, and keeps what it had', async () => {
    const { open, person, settings } = createOAuthWorld({ scopes: ['files:read'] });
    const { call } = open();
    await call();
    settings.requiredScope = 'files:write';
    expect((await call()).status).toBe(200);
    expect(person.pages.map(({ searchParams }) => searchParams.get('scope'))).toEqual([
      'files:read',
      'files:read files:write',
    ]);
  });

  it('asks one person once, though the server names another scope to each call', async () => {
    const { open, person, settings } = createOAuthWorld({ scopes: ['files:read'] });
    const { call } = open();
    await call();
    let named = 0;
    settings.intercept = ({ path }) => {
      const challenge = `Bearer error="insufficient_scope", scope="more:${++named}"`;
      return path === '/mcp'
        ? new Response(null, { status: 403, headers: { 'www-authenticate': challenge } })
        : undefined;
    };
    await Promise.all(TEN.map(() => call()));
    expect(person.pages).toHaveLength(2);
  });

  it('does not ask for a scope that was granted and is not enough', async () => {
    const { open, person, settings } = createOAuthWorld({ scopes: ['files:read'] });
    const { call } = open();
    await call();
    settings.intercept = ({ path }) =>
      path === '/mcp'
        ? new Response(null, {
            status: 403,
            headers: { 'www-authenticate': 'Bearer error="insufficient_scope", scope="files:read"' },
          })
        : undefined;
    expect([(await call()).status, person.pages.length]).toEqual([403, 1]);
  });

  it('takes no tokens for another resource than the server', async () => {
    const { open, person } = createOAuthWorld({ resource: 'https://bank.example.com/' });
    expect(await failureOf(open().call())).toMatchObject({ code: 'unauthorized' });
    expect(person.pages).toEqual([]);
  });

  it('is not led to this machine, to http, or to a page that is no page', async () => {
    for (const issuer of ['http://127.0.0.1:9', 'http://login.example.com', 'https://127.0.0.1:9']) {
      const { open, person } = createOAuthWorld({ issuer });
      expect(await failureOf(open().call())).toMatchObject({ code: 'address_not_allowed' });
      expect(person.pages).toEqual([]);
    }
    const { open, person } = createOAuthWorld({ metadata: { authorization_endpoint: 'http://login.example.com/a' } });
    expect(await failureOf(open().call())).toMatchObject({ code: 'address_not_allowed' });
    expect(person.pages).toEqual([]);
  });

  it('registers anew at another authorization server, and shows it nothing of the first', async () => {
    const { open, settings, clock, log, person, expireAccess } = createOAuthWorld();
    const { call } = open();
    await call();
    await clock.advance(60_000);
    expireAccess();
    settings.issuer = 'https://new.example.com';
    const before = log.length;
    expect((await call()).status).toBe(200);
    const forms = log.slice(before).map(({ form }) => form['grant_type'] ?? '');
    expect(forms).not.toContain('refresh_token');
    expect(person.pages.map(({ origin }) => origin)).toEqual([ISSUER, 'https://new.example.com']);
    expect(person.pages[0]?.searchParams.get('client_id')).not.toBe(person.pages[1]?.searchParams.get('client_id'));
  });

  it('refuses metadata that names another issuer', async () => {
    const { open, person } = createOAuthWorld({ metadata: { issuer: 'https://evil.example.com' } });
    expect(await failureOf(open().call())).toMatchObject({ code: 'unauthorized' });
    expect(person.pages).toEqual([]);
  });

  it('signs out here and there', async () => {
    const { open, log, store } = createOAuthWorld();
    const { provider, call } = open();
    await call();
    expect(await provider.signOut()).toEqual({ wasSignedIn: true, revoked: true });
    expect(log.at(-1)).toMatchObject({ path: '/revoke', form: { token_type_hint: 'refresh_token' } });
    expect(await provider.current()).toBeUndefined();
    // What is left is the registration.
    expect(store.records.size).toBe(1);
    expect(await provider.signOut()).toEqual({ wasSignedIn: false, revoked: false });
  });

  it('revokes the tokens that the sign-in has when it ends, not those that it had before', async () => {
    const { open, log, store } = createOAuthWorld();
    const { provider, call } = open();
    await call();
    const [[account, text] = []] = [...store.records].filter(([, record]) => record.reveal().includes('refreshToken'));
    const enter = store.exclusively.bind(store);
    // Another process holds the lock, and lets go of it once it has refreshed.
    store.exclusively = (name, work, signal) => {
      if (account !== undefined && text !== undefined) {
        const { refreshToken } = JSON.parse(text.reveal()) as { readonly refreshToken: string };
        store.records.set(account, new Secret(text.reveal().replace(refreshToken, 'planted-refresh-newer')));
      }
      return enter(name, work, signal);
    };
    await provider.signOut();
    expect(log.at(-1)).toMatchObject({ path: '/revoke', form: { token: 'planted-refresh-newer' } });
  });

  it('signs out here also when the server cannot be told', async () => {
    const { open, settings } = createOAuthWorld();
    const { provider, call } = open();
    await call();
    settings.intercept = () => Promise.reject(new TypeError('fetch failed'));
    expect(await provider.signOut()).toEqual({ wasSignedIn: true, revoked: false });
    expect(await provider.current()).toBeUndefined();
  });

  it('never shows a token, a code or a description of the server', async () => {
    const { open, settings } = createOAuthWorld();
    const { provider, call } = open();
    await call();
    const shown = [inspect(provider, { depth: 9 }), inspect(await provider.current(), { depth: 9 })];
    settings.intercept = ({ path }) =>
      path === '/token'
        ? Response.json({ error: 'server_error', planted: 'planted-answer' }, { status: 500 })
        : undefined;
    const failure = await failureOf(provider.signIn());
    expect([...shown, inspect(failure, { depth: 9 })].join()).not.toMatch(/planted-(?!client)/);
  });

  it.each([
    [{ serverUrl: 'http://mcp.example.com' }, 'serverUrl'],
    [{ serverUrl: 'https://user:password@mcp.example.com' }, 'serverUrl'],
    [{ profile: '' }, 'profile'],
    [{ profile: 'x'.repeat(65) }, 'profile'],
    [{ clientName: '' }, 'clientName'],
    [{ patienceMs: 0 }, 'patienceMs'],
    [{ patienceMs: 3_600_001 }, 'patienceMs'],
    [{ clientMetadataUrl: 'https://example.com' }, 'clientMetadataUrl'],
    [{ clientMetadataUrl: 'http://example.com/client.json' }, 'clientMetadataUrl'],
  ])('refuses %o', (options, name) => {
    const { store } = createOAuthWorld();
    expect(() => createOAuthProvider({ serverUrl: SERVER, store, ...options })).toThrow(new RegExp(`^${name} `));
    expect(() => createOAuthProvider({ serverUrl: SERVER, store, ...options })).toThrow(TypeError);
  });
});
