import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/words/messages.ts';
import { createFaultySecrets } from '../doubles/faulty-secrets.ts';
import { createCachingHost } from '../doubles/secret-hosts.ts';
import { createGateWorld, t } from './gate-world.ts';

const OLD = 'acme.apiKey';
const OTHER = 'https://other.example.com';
const OPTIONS = { legacySettings: [OLD, 'acme.token'] };
const MOVED = t(MESSAGES.settingMoved, OLD, MESSAGES.settingsOfUser);

describe('a key in an old setting', () => {
  it('of the user becomes the key, is checked, and is gone from the setting', async () => {
    const world = createGateWorld();
    const { apiKey } = world.gateway.issue();
    world.settings.set(OLD, ` ${apiKey}\n`);
    const window = world.open({ options: OPTIONS });
    await world.until(() => window.status === 'active');
    await world.rest();
    expect(world.settings.places(OLD)).toEqual([]);
    expect((await window.engine.credential.credential())?.reveal()).toBe(apiKey);
    expect(window.dialogue.told).toEqual([{ severity: 'info', text: MOVED, actions: [] }]);
    expect(await window.engine.diagnostics()).toContain('acme.apiKey: user, moved');
    window.engine.dispose();
    const next = world.open({ options: OPTIONS });
    await world.until(() => next.status === 'active');
    expect(next.dialogue.told).toEqual([]);
  });

  it.each([
    ['workspace', { scope: 'workspace' }, MESSAGES.settingsOfWorkspace],
    ['folder', { scope: 'folder', folder: 'file:///projects/a' }, MESSAGES.settingsOfFolder],
  ] as const)('of the %s is never used, and is gone from the setting', async (_name, at, place) => {
    const world = createGateWorld();
    const { apiKey } = world.gateway.issue();
    world.settings.set(OLD, apiKey, at);
    const window = world.open({ options: OPTIONS });
    await world.advance(60_000);
    expect(window.status).toBe('noKey');
    expect(world.sent).toEqual([]);
    expect(world.settings.places(OLD)).toEqual([]);
    expect((await world.host.kept()).size).toBe(0);
    expect(window.dialogue.told).toMatchObject([
      { severity: 'warning', text: t(MESSAGES.settingRefused, OLD, place), actions: ['enterKey', 'requestAccess'] },
    ]);
  });

  it('is taken out of every scope and every setting at once, and told in one message without a value', async () => {
    const world = createGateWorld();
    const [first, second] = [world.gateway.issue().apiKey, world.gateway.issue().apiKey];
    world.settings.set(OLD, second, { scope: 'workspace' });
    world.settings.set(OLD, first);
    world.settings.set('acme.token', second);
    world.settings.set('acme.token', second, { scope: 'folder', folder: 'file:///projects/a' });
    world.settings.set('acme.token', second, { scope: 'folder', folder: 'file:///projects/b' });
    const window = world.open({ options: OPTIONS });
    await world.until(() => window.status === 'active');
    await world.rest();
    expect([...world.settings.places(OLD), ...world.settings.places('acme.token')]).toEqual([]);
    expect((await window.engine.credential.credential())?.reveal()).toBe(first);
    expect(window.dialogue.told).toHaveLength(1);
    const said = JSON.stringify([window.dialogue.told, window.logger.lines, await window.engine.diagnostics()]);
    expect(said).not.toContain(first);
    expect(said).not.toContain(second);
    expect(said).toContain(MESSAGES.settingsOfFolder);
  });

  it('does not take the place of the key of somebody who is signed in', async () => {
    const world = createGateWorld();
    const { apiKey } = world.gateway.issue();
    const window = world.open({ options: OPTIONS });
    await world.rest();
    await window.signIn(apiKey);
    world.settings.set(OLD, world.gateway.issue().apiKey);
    await world.rest();
    expect(world.settings.places(OLD)).toEqual([]);
    expect((await window.engine.credential.credential())?.reveal()).toBe(apiKey);
    expect(window.dialogue.told.at(-1)?.text).toBe(t(MESSAGES.settingRemoved, OLD, MESSAGES.settingsOfUser));
  });

  it('is taken when it is written while the gate runs', async () => {
    const world = createGateWorld();
    const window = world.open({ options: OPTIONS });
    await world.rest();
    world.settings.set('acme.token', world.gateway.issue().apiKey);
    await world.until(() => window.status === 'active');
    expect(world.settings.places('acme.token')).toEqual([]);
  });

  it.each([['wg_live_mistyped'], [42], [{ key: 'x' }]])(
    'that is no key (%j) is removed and not used',
    async (value) => {
      const world = createGateWorld();
      world.settings.set(OLD, value);
      const window = world.open({ options: OPTIONS });
      await world.rest();
      expect(world.settings.places(OLD)).toEqual([]);
      expect(window.status).toBe('noKey');
      expect(world.sent).toEqual([]);
      expect(window.dialogue.told.at(-1)?.text).toBe(t(MESSAGES.settingUnusable, OLD, MESSAGES.settingsOfUser));
    },
  );

  it('waits for a gateway, with the user alone', async () => {
    const world = createGateWorld({ settings: { 'acme.url': '' } });
    const { apiKey } = world.gateway.issue();
    world.settings.set(OLD, apiKey);
    world.settings.set(OLD, apiKey, { scope: 'workspace' });
    const window = world.open({ options: OPTIONS });
    await world.rest();
    expect(world.settings.places(OLD)).toEqual([{ scope: 'user', value: apiKey }]);
    world.settings.set('acme.url', world.gateway.url);
    await world.until(() => window.status === 'active');
    expect(world.settings.places(OLD)).toEqual([]);
  });

  it('stays where it is, and is used, when the host keeps no secrets; the person is told once', async () => {
    const world = createGateWorld();
    const { apiKey } = world.gateway.issue();
    world.settings.set(OLD, apiKey);
    for (const expected of [1, 0]) {
      await world.advance(1);
      const secrets = createFaultySecrets(world.host.open());
      secrets.fail('store', 'forget');
      const window = world.open({ options: OPTIONS, secrets });
      await world.until(() => window.status === 'active');
      await world.rest();
      expect(world.settings.places(OLD)).toEqual([{ scope: 'user', value: apiKey }]);
      const text = t(MESSAGES.settingUnkept, OLD, MESSAGES.settingsOfUser);
      expect(window.dialogue.told.filter((notice) => notice.text === text)).toHaveLength(expected);
      window.engine.dispose();
    }
  });

  it('stays where it is while another window is signed in that this one cannot see', async () => {
    const world = createGateWorld({ host: createCachingHost() });
    const [here, there] = [world.open(), world.open({ options: OPTIONS })];
    await world.rest();
    await here.signIn(world.gateway.issue().apiKey);
    await world.advance(2_000);
    const { apiKey } = world.gateway.issue();
    world.settings.set(OLD, apiKey);
    await world.rest();
    expect(there.engine.state).toEqual({ status: 'noKey', why: 'elsewhere' });
    expect(world.settings.places(OLD)).toEqual([{ scope: 'user', value: apiKey }]);
    there.engine.dispose();
    const reloaded = world.open({ options: OPTIONS });
    await world.until(() => reloaded.status === 'active');
    expect(world.settings.places(OLD)).toEqual([]);
  });

  it('that stays there is shown to no other origin, not after a restart either; another one is', async () => {
    const world = createGateWorld();
    const { apiKey } = world.gateway.issue();
    world.settings.set(OLD, apiKey);
    const open = () => {
      const secrets = createFaultySecrets(world.host.open());
      secrets.fail('store', 'forget');
      return world.open({ options: OPTIONS, secrets });
    };
    const window = open();
    await world.until(() => window.status === 'active');
    world.settings.set('acme.url', OTHER);
    await world.rest();
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'none' });
    window.engine.dispose();
    await world.rest();
    const next = open();
    await world.advance(60_000);
    expect(next.status).toBe('noKey');
    expect(world.sent.filter(({ origin }) => origin === OTHER)).toEqual([]);
    expect(world.settings.places(OLD)).toEqual([{ scope: 'user', value: apiKey }]);
    const second = world.gateway.issue().apiKey;
    world.settings.set(OLD, second);
    await world.until(() => next.status === 'active');
    world.settings.set('acme.url', world.gateway.url);
    await world.rest();
    expect(next.status).toBe('noKey');
    const shown = world.sent.filter(({ authorization }) => authorization === `Bearer ${second}`);
    expect(new Set(shown.map(({ origin }) => origin))).toEqual(new Set([OTHER]));
    expect(JSON.stringify([...world.memento.values])).not.toContain(apiKey);
  });

  it('is shown to no other origin where nothing can be remembered', async () => {
    const world = createGateWorld();
    for (const act of ['get', 'update'] as const) world.memento.fail(act, new Error('no storage'));
    world.settings.set(OLD, world.gateway.issue().apiKey);
    const secrets = createFaultySecrets(world.host.open());
    secrets.fail('store', 'forget');
    const window = world.open({ options: OPTIONS, secrets });
    await world.until(() => window.status === 'active');
    world.settings.set('acme.url', OTHER);
    await world.rest();
    expect(window.status).toBe('noKey');
    expect(world.sent.filter(({ origin }) => origin === OTHER)).toEqual([]);
  });

  it('does not take the place of a session that cannot be read yet', async () => {
    const world = createGateWorld();
    const { apiKey } = world.gateway.issue();
    const first = world.open();
    await world.rest();
    await first.signIn(apiKey);
    first.engine.dispose();
    const old = world.gateway.issue().apiKey;
    world.settings.set(OLD, old);
    await world.advance(1);
    const secrets = createFaultySecrets(world.host.open());
    secrets.fail('get', 'hang');
    const window = world.open({ options: OPTIONS, secrets });
    await world.advance(5_000);
    expect(secrets.asked.store).toBe(0);
    expect(world.settings.places(OLD)).toEqual([{ scope: 'user', value: old }]);
    secrets.fail('get', undefined);
    await world.advance(5_000);
    await world.until(() => window.status === 'active');
    expect((await window.engine.credential.credential())?.reveal()).toBe(apiKey);
  });

  it('keeps nobody waiting when the settings file hangs', async () => {
    const world = createGateWorld();
    world.settings.set(OLD, world.gateway.issue().apiKey);
    for (const folder of ['a', 'b', 'c', 'd']) {
      world.settings.set(OLD, 'x', { scope: 'folder', folder: `file:///place/${folder}` });
    }
    for (const scope of ['user', 'folder'] as const) world.settings.fail(scope, 'hang');
    const window = world.open({ options: OPTIONS });
    void window.engine.run('showOutput');
    await world.advance(10_000);
    expect(window.window.asked).toEqual(['showOutput']);
    await world.advance(10_000);
    expect(window.status).toBe('active');
    expect(window.dialogue.told.at(-1)?.text).toContain(t(MESSAGES.settingStuck, OLD, MESSAGES.settingsOfUser));
  });

  it('is told when it cannot be removed', async () => {
    const world = createGateWorld();
    world.settings.set(OLD, world.gateway.issue().apiKey);
    world.settings.fail('user', new Error('EROFS'));
    const window = world.open({ options: OPTIONS });
    await world.until(() => window.status === 'active');
    await world.rest();
    expect(window.dialogue.told).toMatchObject([
      { severity: 'warning', text: t(MESSAGES.settingStuck, OLD, MESSAGES.settingsOfUser), actions: ['openSettings'] },
    ]);
  });
});
