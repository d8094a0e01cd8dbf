import type { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/words/messages.ts';
import { createCachingHost, createDesktopHost } from '../doubles/secret-hosts.ts';
import { createSignInWorld, keptText, type SignInWorld } from './sign-in-world.ts';

const TOKEN = '/api/v1/auth/token';
const MINUTE = 60_000;

async function statusOfMe({ gateway }: SignInWorld, token: Secret | undefined): Promise<number> {
  const headers = { authorization: `Bearer ${token?.reveal() ?? ''}` };
  return (await gateway.fetch(`${gateway.url}/api/v1/me`, { method: 'GET', headers })).status;
}

describe.each([
  { name: 'the desktop', createHost: createDesktopHost },
  { name: 'a browser that caches the secrets of each window', createHost: createCachingHost },
])('two windows on $name', ({ createHost }) => {
  async function twoWindows(accessSeconds = 1_800) {
    const world = createSignInWorld({ host: createHost(), signIn: { accessSeconds } });
    const here = await world.openSignIn();
    await world.signInByCode(here);
    const there = await world.openSignIn();
    await world.until(() => there.status === 'active');
    await world.rest();
    return { world, here, there };
  }

  it('are open for one sign-in', async () => {
    const { world, here, there } = await twoWindows();
    expect((await there.engine.credential.credential())?.reveal()).toBe(
      (await here.engine.credential.credential())?.reveal(),
    );
    expect(world.gateway.sessions.list()).toHaveLength(1);
  });

  it('stay signed in through many lives of a token, with one refresh for each', async () => {
    const { world, here, there } = await twoWindows(20);
    const before = world.gateway.requestsTo(TOKEN);
    for (let round = 0; round < 9; round++) {
      await world.advance(20_000);
      // One of them may have the next token already: both open.
      const tokens = await Promise.all([here, there].map(({ engine }) => engine.credential.credential()));
      for (const token of tokens) expect(await statusOfMe(world, token)).toBe(200);
    }
    expect([here.status, there.status]).toEqual(['active', 'active']);
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(1);
    const refreshes = world.gateway.requestsTo(TOKEN) - before;
    expect(refreshes).toBeGreaterThanOrEqual(9);
    expect(refreshes).toBeLessThanOrEqual(14);
    expect([...here.dialogue.told.slice(1), ...there.dialogue.told]).toEqual([]);
  });

  it('shut together when one signs out, and the gateway knows', async () => {
    const { world, here, there } = await twoWindows();
    void here.engine.run('signOut');
    await world.until(() => there.status === 'noKey');
    await world.rest();
    expect([here.engine.state, there.engine.state]).toEqual([
      { status: 'noKey', why: 'none' },
      { status: 'noKey', why: 'none' },
    ]);
    expect(world.gateway.sessions.list().map(({ status }) => status)).toEqual(['revoked']);
    expect(world.notes.notes.size).toBe(0);
    expect(await keptText(world)).not.toContain('tokensKey');
    expect(here.dialogue.told.at(-1)?.text).toBe(MESSAGES.signedOut);
  });

  it('shut together when an operator ends the session, and nobody is left with a token', async () => {
    const { world, here, there } = await twoWindows();
    const [session] = world.gateway.sessions.list();
    world.gateway.sessions.revoke(session?.id ?? '', 'left the team', 'admin');
    await world.advance(6 * MINUTE);
    await world.until(() => here.status === 'noKey' && there.status === 'noKey');
    expect(world.notes.notes.size).toBe(0);
    expect(await here.engine.credential.credential()).toBeUndefined();
    expect(await keptText(world)).not.toContain('tokensKey');
  });

  it('open again after a restart of all of them', async () => {
    const { world, here, there } = await twoWindows();
    here.engine.dispose();
    there.engine.dispose();
    await world.advance(60 * MINUTE);
    const later = await world.openSignIn();
    await world.until(() => later.status === 'active');
    expect(later.dialogue.told).toEqual([]);
  });
});

describe('a sign-in', () => {
  async function signedIn(accessSeconds = 1_800) {
    const world = createSignInWorld({ signIn: { accessSeconds } });
    const window = await world.openSignIn();
    await world.signInByCode(window);
    return { world, window };
  }

  it('goes on offline with the receipt of the last token, also when that is over and the window is a new one', async () => {
    const { world, window } = await signedIn();
    world.gateway.fail('network', { times: Infinity });
    await world.advance(40 * MINUTE);
    await world.until(() => window.status === 'grace');
    window.engine.dispose();
    const later = await world.openSignIn();
    await world.advance(10_000);
    expect(later.status).toBe('grace');
    expect(later.surface.line?.tooltip).toContain('Your sign-in was last accepted');
    world.gateway.heal();
    await world.advance(2 * MINUTE);
    await world.until(() => later.status === 'active');
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(1);
  });

  it('has a receipt for the new token as soon as there is one', async () => {
    const { world, window } = await signedIn(600);
    const first = (await window.engine.credential.credential())?.reveal();
    await world.advance(9 * MINUTE);
    await world.until(() => window.status === 'active');
    expect((await window.engine.credential.credential())?.reveal()).not.toBe(first);
    world.gateway.fail('network', { times: Infinity });
    window.engine.dispose();
    const later = await world.openSignIn();
    await world.advance(10_000);
    expect(later.status).toBe('grace');
  });

  it('is renewed once for calls that were refused, and they go through', async () => {
    const { world, window } = await signedIn();
    const before = world.gateway.requestsTo(TOKEN);
    world.gateway.signIn.expireAccessTokens();
    await world.advance(1_000);
    const calls = Promise.all([1, 2, 3].map(() => window.engine.client.auth.me()));
    await world.rest();
    expect((await calls).map(({ principal }) => principal.name)).toEqual(['Dev', 'Dev', 'Dev']);
    expect(world.gateway.requestsTo(TOKEN) - before).toBe(1);
    expect(window.status).toBe('active');
  });

  it('is renewed by a check whose token was refused, without a word', async () => {
    const { world, window } = await signedIn();
    const told = window.dialogue.told.length;
    world.gateway.signIn.expireAccessTokens();
    await world.advance(1_000);
    void window.engine.check();
    await world.rest();
    await world.until(() => window.status === 'active');
    expect(window.states.map(({ status }) => status)).not.toContain('invalid');
    expect(window.dialogue.told).toHaveLength(told);
  });

  it('is over here at once when the person signs out offline, and they are told that the gateway does not know', async () => {
    const { world, window } = await signedIn();
    world.gateway.fail('network', { times: Infinity });
    void window.engine.run('signOut');
    await world.advance(20_000);
    expect(window.status).toBe('noKey');
    expect(world.notes.notes.size).toBe(0);
    expect(window.dialogue.told.at(-1)?.text).toBe(MESSAGES.revokeLater);
    world.gateway.heal();
    const later = await world.openSignIn();
    expect(later.status).toBe('noKey');
  });

  it('is ended as well at a gateway that was in use before', async () => {
    const { world, window } = await signedIn();
    world.settings.set('acme.url', 'https://other.example.com');
    await world.rest();
    expect(window.status).toBe('noKey');
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(1);
    void window.engine.run('signOut');
    await world.rest();
    await world.until(() => world.gateway.sessions.list({ status: 'active' }).length === 0);
    await world.until(() => world.notes.notes.size === 0);
    expect(await keptText(world)).not.toContain('tokensKey');
  });

  it('is over when its tokens cannot be opened any more, instead of failing for ever', async () => {
    const { world, window } = await signedIn();
    window.engine.dispose();
    for (const name of world.notes.notes.keys()) world.notes.notes.set(name, 'damaged');
    const later = await world.openSignIn();
    await world.advance(10_000);
    expect(later.status).toBe('noKey');
  });

  it('stays when its tokens cannot be read for a while', async () => {
    const { world, window } = await signedIn();
    window.engine.dispose();
    world.notes.fail('read', new Error('slow disk'));
    const later = await world.openSignIn();
    await world.advance(10_000);
    expect(later.status).toBe('unavailable');
    expect(later.surface.line?.tooltip).toContain(MESSAGES.notCheckedSignIn);
    world.notes.fail('read', undefined);
    await world.advance(2 * MINUTE);
    await world.until(() => later.status === 'active');
  });

  it('leaves no timer and no listener behind', async () => {
    const { world, window } = await signedIn();
    window.engine.dispose();
    await world.rest();
    expect([world.clock.sleepers, world.host.listeners, world.ledger.listeners]).toEqual([0, 0, 0]);
  });
});
