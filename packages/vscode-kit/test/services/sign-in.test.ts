import { describe, expect, it } from 'vitest';
import { isOpen } from '../../src/rules/open.ts';
import { MESSAGES } from '../../src/words/messages.ts';
import { createFaultySecrets } from '../doubles/faulty-secrets.ts';
import { createGateWorld, VALIDATE } from './gate-world.ts';

async function startedWorld(settings: Readonly<Record<string, unknown>> = {}) {
  const world = createGateWorld({ settings });
  const window = world.open();
  await world.rest();
  return { world, window };
}

describe('signing in', () => {
  it('refuses a mistyped key while it is typed, before any request', async () => {
    const { world, window } = await startedWorld();
    const { apiKey } = world.gateway.issue();
    for (const typed of ['', '  ', 'wg_live_short', 'two words', apiKey.slice(0, -1), `${apiKey.slice(0, -1)}!`]) {
      await window.signIn(typed);
    }
    expect(window.dialogue.asked.map(({ problem }) => problem)).not.toContain(undefined);
    expect(world.sent).toEqual([]);
    expect(window.status).toBe('noKey');
    expect(window.dialogue.told).toEqual([]);
  });

  it('asks nobody about a mistyped key that the form lets through', async () => {
    const { world, window } = await startedWorld();
    window.dialogue.askSecret = () => Promise.resolve('wg_live_short');
    await window.engine.run('enterKey');
    await world.rest();
    expect(world.sent).toEqual([]);
    expect(window.status).toBe('noKey');
  });

  it('says where the key goes, and takes white space around it', async () => {
    const { world, window } = await startedWorld();
    await window.signIn(`\n ${world.gateway.issue().apiKey} `);
    expect(window.status).toBe('active');
    expect(window.dialogue.asked[0]?.question.prompt).toContain('https://gateway.example.com');
    expect(window.dialogue.progress).toEqual([MESSAGES.checkingProgress]);
  });

  it('says why a key was refused, keeps nothing, and offers to try again', async () => {
    const { world, window } = await startedWorld();
    const { key, apiKey } = world.gateway.issue();
    world.gateway.keys.revoke(key.id, 'over', 'test');
    window.dialogue.react('enterKey');
    window.dialogue.type(apiKey, world.gateway.issue().apiKey);
    void window.engine.run('enterKey');
    await world.until(() => window.status === 'active');
    await world.rest();
    const [refused, accepted] = window.dialogue.told;
    expect(refused).toMatchObject({ severity: 'error', actions: ['enterKey', 'requestAccess'] });
    expect(refused?.text).toContain('It was revoked.');
    expect(accepted?.severity).toBe('info');
    expect(window.states.map(({ status }) => status)).toEqual(['active']);
  });

  it('leaves the key in use as it is when a new one is refused', async () => {
    const { world, window } = await startedWorld();
    const { apiKey } = world.gateway.issue();
    await window.signIn(apiKey);
    window.dialogue.answer(undefined);
    await world.rest();
    const revoked = world.gateway.issue();
    world.gateway.keys.revoke(revoked.key.id, 'over', 'test');
    await window.signIn(revoked.apiKey);
    expect(window.status).toBe('active');
    expect((await window.engine.credential.credential())?.reveal()).toBe(apiKey);
    expect(window.dialogue.told.at(-1)?.text).toContain(MESSAGES.oldKeyStays);
    window.engine.dispose();
    const next = world.open();
    await world.until(() => next.status === 'active');
    expect((await next.engine.credential.credential())?.reveal()).toBe(apiKey);
  });

  it('leaves the key in use as it is when a new one cannot be checked', async () => {
    const { world, window } = await startedWorld();
    const { apiKey } = world.gateway.issue();
    await window.signIn(apiKey);
    window.dialogue.answer(undefined);
    await world.rest();
    world.gateway.fail('network', { times: Infinity });
    window.dialogue.type(world.gateway.issue().apiKey);
    void window.engine.run('enterKey');
    await world.advance(10_000);
    expect((await window.engine.credential.credential())?.reveal()).toBe(apiKey);
    expect(window.dialogue.told.at(-1)).toEqual({
      severity: 'warning',
      text: [MESSAGES.offline, MESSAGES.newKeyDropped, MESSAGES.oldKeyStays].join(' '),
      actions: ['enterKey', 'showOutput'],
    });
  });

  it('leaves everything as it was when the person turns away', async () => {
    const { world, window } = await startedWorld();
    await window.engine.run('enterKey');
    await world.rest();
    expect(window.dialogue.asked).toHaveLength(1);
    expect(window.dialogue.told).toEqual([]);
    expect(world.sent).toEqual([]);
    expect((await world.host.kept()).size).toBe(0);
  });

  it('holds one conversation at a time', async () => {
    const { world, window } = await startedWorld();
    window.dialogue.type(world.gateway.issue().apiKey);
    const [first, second] = [window.engine.run('enterKey'), window.engine.run('enterKey')];
    await world.until(() => window.status === 'active');
    await Promise.all([first, second]);
    expect(window.dialogue.asked).toHaveLength(1);
  });

  it('comes to nothing when the person signs out before the check has ended', async () => {
    const { world, window } = await startedWorld();
    world.gateway.fail('hang', { times: 1 });
    window.dialogue.type(world.gateway.issue().apiKey);
    void window.engine.run('enterKey');
    await world.until(() => world.sent.length === 1);
    void window.engine.run('signOut');
    await world.advance(10_000);
    expect(world.gateway.requestsTo(VALIDATE)).toBe(2);
    expect(window.status).toBe('noKey');
    expect([...(await world.host.kept()).values()].join()).not.toContain('apiKey');
  });

  it('comes to nothing when the person signs out before the key is stored', async () => {
    const world = createGateWorld();
    const secrets = createFaultySecrets(world.host.open());
    const window = world.open({ secrets });
    await world.rest();
    secrets.fail('store', 'hang');
    world.gateway.fail({ code: 'internal_error' }, { times: Infinity });
    window.dialogue.type(world.gateway.issue().apiKey);
    void window.engine.run('enterKey');
    await world.advance(1_000);
    expect(secrets.asked.store).toBe(1);
    world.gateway.heal();
    void window.engine.run('signOut');
    await world.advance(20_000);
    expect(window.dialogue.told.map(({ text }) => text).join()).not.toContain(MESSAGES.keptForLater);
    expect(window.status).toBe('noKey');
    expect(window.states.filter(isOpen)).toEqual([]);
    expect(await window.engine.credential.credential()).toBeUndefined();
  });

  it('ends a check of the key before', async () => {
    const { world, window } = await startedWorld();
    await window.signIn(world.gateway.issue().apiKey);
    world.gateway.fail('hang', { times: 1 });
    void window.engine.check();
    await world.until(() => world.gateway.requestsTo(VALIDATE) === 2);
    await window.signIn(world.gateway.issue({ name: 'second' }).apiKey);
    await world.advance(20_000);
    expect(window.engine.state).toMatchObject({ status: 'active', identity: { key: { name: 'second' } } });
    expect(world.gateway.requestsTo(VALIDATE)).toBe(3);
    expect(await window.engine.diagnostics()).not.toContain('unavailable');
  });

  it('comes to nothing when the gateway changes before the check has ended', async () => {
    const { world, window } = await startedWorld();
    world.gateway.fail('hang', { times: 1 });
    window.dialogue.type(world.gateway.issue().apiKey);
    void window.engine.run('enterKey');
    await world.until(() => world.sent.length === 1);
    world.settings.set('acme.url', 'https://other.example.com');
    await world.advance(10_000);
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'none' });
    expect((await world.host.kept()).size).toBe(0);
  });
});

describe('signing in without a gateway', () => {
  it('asks for the address first, refuses one that cannot be used, and writes it for the user', async () => {
    const { world, window } = await startedWorld({ 'acme.url': '' });
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'noUrl' });
    window.dialogue.type('http://gateway.example.com');
    await window.engine.run('enterKey');
    expect(window.dialogue.asked[0]?.problem).toBe(MESSAGES.badUrlDetail);
    window.dialogue.type(' https://gateway.example.com/ ', world.gateway.issue().apiKey);
    void window.engine.run('enterKey');
    await world.until(() => window.status === 'active');
    expect(world.settings.trusted('acme.url')).toBe('https://gateway.example.com');
  });

  it('offers the address that cannot be used for correction', async () => {
    const { window } = await startedWorld({ 'acme.url': 'ftp://gateway.example.com' });
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'badUrl' });
    await window.engine.run('enterKey');
    expect(window.dialogue.asked[0]?.question).toMatchObject({ value: 'ftp://gateway.example.com' });
  });

  it('says so when the settings file hangs, and can be tried again', async () => {
    const { world, window } = await startedWorld({ 'acme.url': undefined });
    world.settings.fail('write', 'hang');
    window.dialogue.type('https://gateway.example.com');
    void window.engine.run('enterKey');
    await world.advance(5_000);
    expect(window.dialogue.told.at(-1)?.text).toBe(MESSAGES.actionFailed);
    world.settings.fail('write', undefined);
    window.dialogue.type('https://gateway.example.com', world.gateway.issue().apiKey);
    void window.engine.run('enterKey');
    await world.until(() => window.status === 'active');
  });

  it('tells when the address cannot be written', async () => {
    const { world, window } = await startedWorld({ 'acme.url': undefined });
    world.settings.fail('write', new Error('read-only'));
    window.dialogue.type('https://gateway.example.com');
    await window.engine.run('enterKey');
    await world.rest();
    expect(window.dialogue.told.at(-1)).toMatchObject({ text: MESSAGES.actionFailed, actions: ['showOutput'] });
  });
});
