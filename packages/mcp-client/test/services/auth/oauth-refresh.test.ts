import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { createOAuthWorld, failureOf } from './oauth-world.ts';

const TEN = Array.from({ length: 10 });

/** Somebody who signed in a while ago. */
async function createSignedIn(...how: Parameters<typeof createOAuthWorld>) {
  const world = createOAuthWorld(...how);
  const client = world.open();
  await client.provider.signIn();
  await world.clock.advance(60_000);
  return { ...world, ...client };
}

describe('the refresh of a sign-in', () => {
  it('happens once when ten calls are refused at once, though refresh tokens are used up by it', async () => {
    const { call, expireAccess, count, person } = await createSignedIn();
    expireAccess();
    const answers = await Promise.all(TEN.map(() => call()));
    expect(answers.map(({ status }) => status)).toEqual(TEN.map(() => 200));
    expect([count('/token', 'refresh_token'), person.pages.length]).toEqual([1, 1]);
  });

  it('happens once for ten clients that share a store', async () => {
    const { open, expireAccess, count, person } = await createSignedIn();
    const clients = TEN.map(() => open());
    await Promise.all(clients.map(({ provider }) => provider.credential()));
    expireAccess();
    const answers = await Promise.all(clients.map(({ call }) => call()));
    expect(answers.map(({ status }) => status)).toEqual(TEN.map(() => 200));
    expect([count('/token', 'refresh_token'), person.pages.length]).toEqual([1, 1]);
  });

  it('happens before the token is over, from 30 seconds on', async () => {
    const { provider, clock, count } = await createSignedIn({ expiresIn: 600 });
    await clock.advance(600_000 - 60_000 - 30_001);
    await provider.credential();
    expect(count('/token', 'refresh_token')).toBe(0);
    await clock.advance(1);
    const tokens = await Promise.all(TEN.map(() => provider.credential()));
    expect(new Set(tokens.map((token) => token?.reveal())).size).toBe(1);
    expect(count('/token', 'refresh_token')).toBe(1);
  });

  it('takes what another process has refreshed, and asks nobody', async () => {
    const { open, call, expireAccess, count } = await createSignedIn();
    const other = open();
    expireAccess();
    await other.call();
    expect(count('/token', 'refresh_token')).toBe(1);
    expect((await call()).status).toBe(200);
    expect(count('/token', 'refresh_token')).toBe(1);
  });

  it('keeps the sign-in when the network fails, and goes on when it is back', async () => {
    const { call, settings, expireAccess, person, store } = await createSignedIn();
    const before = [...store.records.values()].map((record) => record.reveal());
    expireAccess();
    settings.intercept = ({ path }) => (path === '/token' ? Promise.reject(new TypeError('fetch failed')) : undefined);
    expect(await failureOf(call())).toMatchObject({ code: 'server_unreachable' });
    expect([...store.records.values()].map((record) => record.reveal())).toEqual(before);
    settings.intercept = () => undefined;
    expect([(await call()).status, person.pages.length]).toEqual([200, 1]);
  });

  it.each([
    ['the server describes itself with 503', '/.well-known/oauth-protected-resource/mcp', 503],
    ['the metadata are not to be had', '/.well-known/oauth-authorization-server', 500],
    ['the token endpoint is broken', '/token', 502],
    ['the token endpoint is overloaded', '/token', 503],
  ])('keeps the sign-in, and opens no browser, when %s', async (_, broken, status) => {
    const { call, settings, expireAccess, person, provider } = await createSignedIn();
    expireAccess();
    settings.intercept = ({ path }) => (path === broken ? new Response('<html>', { status }) : undefined);
    expect(await failureOf(call())).toMatchObject({ code: 'server_unreachable' });
    expect(await provider.current()).toBeDefined();
    settings.intercept = () => undefined;
    expect([(await call()).status, person.pages.length]).toEqual([200, 1]);
  });

  it('shows a token that is about to end when the server cannot be asked, and none that is over', async () => {
    const { provider, call, clock, settings } = await createSignedIn({ expiresIn: 600 });
    settings.intercept = ({ path }) => (path === '/token' ? new Response(null, { status: 503 }) : undefined);
    await clock.advance(600_000 - 60_000 - 10_000);
    expect((await call()).status).toBe(200);
    await clock.advance(10_000);
    expect(await failureOf(provider.credential())).toMatchObject({ code: 'server_unreachable' });
  });

  it('ends the sign-in when the refresh token is refused, and asks the person anew', async () => {
    const { call, expireAccess, forgetGrants, person } = await createSignedIn();
    expireAccess();
    forgetGrants();
    expect([(await call()).status, person.pages.length]).toEqual([200, 2]);
  });

  it('never clears a newer sign-in that came while the older one was refused', async () => {
    const { call, expireAccess, forgetGrants, settings, store, person, clients } = await createSignedIn();
    const other = createOAuthWorld();
    await other.open().provider.signIn();
    expireAccess();
    forgetGrants();
    const isToken = ([, record]: [string, Secret]) => record.reveal().includes('accessToken');
    const [account = ''] = [...store.records].find(isToken) ?? [];
    const [, newer] = [...other.store.records].find(isToken) ?? [];
    const text = newer?.reveal().replaceAll('planted', 'newer') ?? '';
    settings.intercept = ({ form }) => {
      // Another process, which knows nothing of our lock, signs in meanwhile.
      if (form['grant_type'] === 'refresh_token') store.records.set(account, new Secret(text));
      return undefined;
    };
    // The newer token is refused as well here, being young, and nobody is asked.
    expect((await call()).status).toBe(401);
    expect(store.records.get(account)?.reveal()).toBe(text);
    expect([person.pages.length, clients.size]).toEqual([1, 1]);
  });

  it('forgets a client that the server no longer knows, and registers anew', async () => {
    const { call, clients, expireAccess, count, person } = await createSignedIn();
    clients.clear();
    expireAccess();
    expect([(await call()).status, person.pages.length]).toEqual([200, 2]);
    expect(count('/register')).toBe(2);
  });

  it('goes on with tokens that could not be stored, and stores the next ones', async () => {
    const { call, expireAccess, store, clock, open } = await createSignedIn();
    const save = store.save.bind(store);
    store.save = () => Promise.reject(new Error('The disk is full.'));
    expireAccess();
    expect((await call()).status).toBe(200);
    await clock.advance(60_000);
    store.save = save;
    expireAccess();
    expect((await call()).status).toBe(200);
    expect((await open().call()).status).toBe(200);
  });

  it('sees at the next refusal that another process has signed out', async () => {
    const { open, call, expireAccess, person } = await createSignedIn();
    await open().provider.signOut();
    expireAccess();
    const silent = open({ prompt: undefined });
    expect((await silent.call()).status).toBe(401);
    expect([(await call()).status, person.pages.length]).toEqual([200, 2]);
  });

  it('keeps the refresh token where no new one comes', async () => {
    const { provider, call, expireAccess, settings, log } = await createSignedIn();
    settings.intercept = ({ path }) =>
      path === '/token' ? Response.json({ access_token: 'planted-next', token_type: 'Bearer' }) : undefined;
    expireAccess();
    await call();
    expect(await provider.current()).toMatchObject({ refreshable: true, expiresAt: undefined });
    expect(log.filter(({ form }) => form['grant_type'] === 'refresh_token')).toHaveLength(1);
  });

  it('neither refreshes nor asks for a server that refuses a token of this moment', async () => {
    const { call, settings, clock, count, person } = await createSignedIn();
    settings.intercept = ({ path }) => (path === '/mcp' ? new Response(null, { status: 401 }) : undefined);
    expect((await call()).status).toBe(401);
    expect(count('/token', 'refresh_token')).toBe(1);
    await clock.advance(9_999);
    for (let at = 0; at < 5; at++) expect((await call()).status).toBe(401);
    expect([count('/token', 'refresh_token'), person.pages.length]).toEqual([1, 1]);
    await clock.advance(1);
    expect((await call()).status).toBe(401);
    expect(count('/token', 'refresh_token')).toBe(2);
  });

  it('keeps the name of whom it speaks for, which another sign-in does not have', async () => {
    const { provider, call, expireAccess, open, count } = await createSignedIn();
    const before = await provider.subject?.();
    expireAccess();
    await call();
    expect(count('/token', 'refresh_token')).toBe(1);
    expect([await provider.subject?.(), await open().provider.subject?.()]).toEqual([before, before]);
    await provider.signIn();
    expect(await provider.subject?.()).not.toBe(before);
    await provider.signOut();
    expect(await provider.subject?.()).toBeUndefined();
  });

  it('begins anew where the stored record is damaged', async () => {
    const { open, store, person } = await createSignedIn();
    for (const account of store.records.keys()) store.records.set(account, new Secret('{"v":9}'));
    expect([(await open().call()).status, person.pages.length]).toEqual([200, 2]);
  });
});
