import { describe, expect, it } from 'vitest';
import type { GateSettings } from '../../src/words/gate-settings.ts';
import { MESSAGES } from '../../src/words/messages.ts';
import { createGateWorld, endSessions, ME, t } from './gate-world.ts';

const OTHER = 'https://other.example.com';

async function signedInWorld(options: Partial<GateSettings> = {}) {
  const world = createGateWorld();
  const window = world.open({ options });
  await world.rest();
  const { apiKey } = world.gateway.issue();
  await window.signIn(apiKey);
  return { world, window, apiKey };
}

/** An old setting that cannot be emptied keeps a new gateway from coming into use for a while. */
async function slowWorld() {
  const signedIn = await signedInWorld({ legacySettings: ['acme.token'] });
  const { settings } = signedIn.world;
  const changeSlowly = (url: string) => {
    settings.fail('workspace', 'hang');
    settings.set('acme.token', 'x', { scope: 'workspace' });
    settings.set('acme.url', url);
  };
  return { ...signedIn, changeSlowly };
}

describe('a gateway that is changed', () => {
  it('never sees the key of the old origin', async () => {
    const { world, window, apiKey } = await signedInWorld();
    world.settings.set('acme.url', OTHER);
    await world.rest();
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'none' });
    expect(window.engine.url).toBe(OTHER);
    expect(await window.engine.credential.credential()).toBeUndefined();
    await window.engine.client.auth.me().catch(() => undefined);
    await window.engine.check();
    await world.advance(10 * 60_000);
    window.window.focus();
    await world.rest();
    expect(world.sent.filter(({ origin }) => origin === OTHER)).toEqual([]);
    expect(world.sent.filter(({ authorization }) => authorization?.includes(apiKey))).toHaveLength(1);
  });

  it('is not sent a key that a call took before the change', async () => {
    const { world, window } = await signedInWorld();
    const call = window.engine.client.auth.me();
    world.settings.set('acme.url', OTHER);
    await call.catch(() => undefined);
    await world.rest();
    expect(world.sent.filter(({ origin }) => origin === OTHER)).toEqual([]);
  });

  it('finds the old session again when it is changed back', async () => {
    const { world, window, apiKey } = await signedInWorld();
    world.settings.set('acme.url', OTHER);
    await world.rest();
    world.settings.set('acme.url', world.gateway.url);
    await world.until(() => window.status === 'active');
    expect((await window.engine.credential.credential())?.reveal()).toBe(apiKey);
  });

  it('is not open while the session at the new address is looked for', async () => {
    const { world, window } = await signedInWorld();
    const release = world.ledger.hold();
    world.settings.set('acme.url', OTHER);
    await world.rest();
    expect(window.engine.isOpen).toBe(false);
    expect(window.status).toBe('checking');
    release();
    await world.rest();
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'none' });
  });

  it('is shown no key before the session is looked for, when it was in use before', async () => {
    const { world, window } = await signedInWorld();
    world.settings.set('acme.url', OTHER);
    await world.rest();
    endSessions(world.ledger);
    const sent = world.sent.length;
    const release = world.ledger.hold();
    world.settings.set('acme.url', world.gateway.url);
    await world.rest();
    world.clock.set(world.clock.now() + 60_000);
    window.window.focus();
    await world.rest();
    release();
    await world.rest();
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'none' });
    expect(world.sent).toHaveLength(sent);
  });

  it('is waited for by whoever signs in meanwhile, who is not asked for an address that is set', async () => {
    const { world, window, changeSlowly } = await slowWorld();
    changeSlowly(OTHER);
    window.dialogue.type(world.gateway.issue().apiKey);
    void window.engine.run('enterKey');
    await world.advance(9_000);
    expect(window.dialogue.asked.map(({ question }) => question.prompt)).toEqual([
      t(MESSAGES.keyPrompt, world.gateway.url),
      t(MESSAGES.keyPrompt, OTHER),
    ]);
    await world.until(() => window.status === 'active');
  });

  it('is signed out from by whoever signs out meanwhile', async () => {
    const { world, window, changeSlowly } = await slowWorld();
    world.settings.set('acme.url', OTHER);
    await world.rest();
    const seen = window.states.length;
    changeSlowly(world.gateway.url);
    void window.engine.run('signOut');
    await world.advance(9_000);
    expect(window.engine.url).toBe(world.gateway.url);
    expect(window.states.slice(seen).at(-1)).toEqual({ status: 'noKey', why: 'none' });
    expect([...(await world.host.kept()).values()].join()).not.toContain('apiKey');
  });

  it('has a session of its own at each origin', async () => {
    const { world, window, apiKey } = await signedInWorld();
    world.settings.set('acme.url', OTHER);
    await world.rest();
    const second = world.gateway.issue().apiKey;
    await window.signIn(second);
    expect(window.status).toBe('active');
    await window.engine.client.auth.me();
    expect(world.sent.at(-1)).toEqual({ origin: OTHER, path: ME, authorization: `Bearer ${second}` });
    world.settings.set('acme.url', world.gateway.url);
    await world.rest();
    await world.until(() => window.status === 'active');
    expect((await window.engine.credential.credential())?.reveal()).toBe(apiKey);
  });

  it.each([
    ['the address is another', OTHER],
    ['there is no address', ''],
  ])('forgets the keys and receipts of all of them when somebody signs out while %s', async (_, url) => {
    const { world, window } = await signedInWorld();
    await world.host.open().store('acme.session.v1:another@https://gateway.example.com', 'of another account');
    world.settings.set('acme.url', url);
    await world.rest();
    const signingOut = window.engine.run('signOut');
    await world.advance(2_000);
    await signingOut;
    const kept = [...(await world.host.kept())];
    expect(kept.filter(([, text]) => text.includes('"apiKey"'))).toEqual([]);
    expect(kept.filter(([name]) => name.startsWith('acme.receipt'))).toEqual([]);
    expect(kept).toContainEqual(['acme.session.v1:another@https://gateway.example.com', 'of another account']);
    world.settings.set('acme.url', world.gateway.url);
    await world.rest();
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'none' });
  });

  it('says that signing out is not complete when the keys of the others cannot be looked for', async () => {
    const world = createGateWorld();
    const secrets = world.host.open();
    const window = world.open({ secrets: { ...secrets, keys: () => Promise.reject(new Error('locked')) } });
    await world.rest();
    await window.signIn(world.gateway.issue().apiKey);
    await window.engine.run('signOut');
    await world.rest();
    expect(window.status).toBe('noKey');
    expect(window.dialogue.told.at(-1)?.text).toBe(MESSAGES.signOutIncomplete);
  });

  it('keeps the session when only its path changes, and asks there', async () => {
    const { world, window } = await signedInWorld();
    world.settings.set('acme.url', `${world.gateway.url}/tenant`);
    await world.rest();
    expect(window.status).not.toBe('noKey');
    expect(world.sent.at(-1)?.path).toBe('/tenant/api/v1/auth/validate');
  });

  it('checks nothing again when the same address is written in another way', async () => {
    const { world, window } = await signedInWorld();
    const sent = world.sent.length;
    world.settings.set('acme.url', ` ${world.gateway.url}/ `);
    await world.rest();
    expect(window.status).toBe('active');
    expect(world.sent).toHaveLength(sent);
  });

  it('cannot be named by a workspace', async () => {
    const { world, window } = await signedInWorld();
    world.settings.set('acme.url', OTHER, { scope: 'workspace' });
    await world.rest();
    expect(window.engine.url).toBe(world.gateway.url);
    expect(window.status).toBe('active');
  });

  it('shuts at an address that cannot be used, and says so', async () => {
    const { world, window } = await signedInWorld();
    window.dialogue.answer(undefined);
    await world.rest();
    world.settings.set('acme.url', 'http://gateway.example.com');
    await world.rest();
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'badUrl' });
    expect(window.engine.url).toBeUndefined();
    expect(window.dialogue.told.at(-1)?.severity).toBe('error');
    await expect(window.engine.client.system.health()).rejects.toMatchObject({ code: 'closed' });
  });

  it('does not read the setting when the author has fixed the address', async () => {
    const world = createGateWorld({ settings: { 'acme.url': OTHER } });
    const window = world.open({ options: { url: world.gateway.url } });
    await world.rest();
    expect(window.engine.url).toBe(world.gateway.url);
    world.settings.set('acme.url', 'https://third.example.com');
    await world.rest();
    expect(window.engine.url).toBe(world.gateway.url);
  });
});
