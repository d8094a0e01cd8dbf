import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/words/messages.ts';
import { GATE_ACTIONS } from '../../src/words/gate-action.ts';
import { createGateWorld, t } from './gate-world.ts';

const ACCESS = 'https://acme.example.com/access?from=editor';

async function startedWorld(options = {}) {
  const world = createGateWorld();
  const window = world.open({ options });
  await world.rest();
  return { world, window };
}

describe('the commands', () => {
  it.each(GATE_ACTIONS)('%s answers sensibly without a key, and never rejects', async (action) => {
    const { world, window } = await startedWorld();
    await window.engine.run(action);
    await world.rest();
    expect(window.dialogue.told.map(({ text }) => text)).not.toContain(MESSAGES.actionFailed);
    expect(window.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
    const answers = [window.dialogue.told, window.dialogue.asked, window.dialogue.menus, window.window.asked];
    expect(answers.flat()).not.toEqual([]);
    expect(world.sent).toEqual([]);
  });

  it('wait until the session was looked for', async () => {
    const world = createGateWorld();
    const window = world.open();
    const answered = window.engine.run('checkStatus');
    expect(window.dialogue.progress).toEqual([]);
    await world.rest();
    await answered;
    expect(window.dialogue.told[0]?.text).toContain(MESSAGES.notSignedIn);
  });

  it('say that something failed, without what it was', async () => {
    const { world, window } = await startedWorld();
    window.window.openSettings = () => Promise.reject(new Error('secret detail'));
    await window.engine.run('openSettings');
    await world.rest();
    expect(window.dialogue.told).toEqual([{ severity: 'error', text: MESSAGES.actionFailed, actions: ['showOutput'] }]);
    expect(window.logger.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'an action failed' }),
    );
  });
});

describe('checkStatus', () => {
  it('says how things are, also when nothing has changed', async () => {
    const { world, window } = await startedWorld();
    await window.signIn(world.gateway.issue({ owner: { id: 'owner-1', name: 'Dev' } }).apiKey);
    const asked = window.engine.run('checkStatus');
    await world.rest();
    await asked;
    await world.rest();
    expect(window.dialogue.told.map(({ text }) => text)).toEqual([
      'You are signed in as Dev.',
      'You are signed in as Dev.',
    ]);
  });

  it('tells a refusal once', async () => {
    const { world, window } = await startedWorld();
    const { key, apiKey } = world.gateway.issue();
    await window.signIn(apiKey);
    world.gateway.keys.revoke(key.id, 'over', 'test');
    const asked = window.engine.run('checkStatus');
    await world.rest();
    await asked;
    await world.rest();
    expect(window.dialogue.told.filter(({ severity }) => severity === 'error')).toHaveLength(1);
    expect(window.dialogue.hints).toEqual([]);
  });
});

describe('signOut', () => {
  it('says so, and forgets the key and its receipt', async () => {
    const { world, window } = await startedWorld();
    const { apiKey } = world.gateway.issue();
    await window.signIn(apiKey);
    await window.engine.run('signOut');
    await world.rest();
    expect(window.dialogue.told.at(-1)?.text).toBe(MESSAGES.signedOut);
    expect([...(await world.host.kept()).values()].join()).not.toMatch(/apiKey|record/);
    expect(await window.engine.credential.credential()).toBeUndefined();
  });
});

describe('showMenu', () => {
  it('offers what can be done in the state, and does it', async () => {
    const { world, window } = await startedWorld();
    window.dialogue.pick('showOutput');
    await window.engine.run('showMenu');
    expect(window.dialogue.menus[0]).toContain('enterKey');
    expect(window.dialogue.menus[0]).not.toContain('signOut');
    expect(window.window.asked).toEqual(['showOutput']);
    await window.signIn(world.gateway.issue().apiKey);
    await window.engine.run('showMenu');
    expect(window.dialogue.menus[1]).toContain('signOut');
  });
});

describe('requestAccess', () => {
  it('opens the page of the setting before that of the author', async () => {
    const { world, window } = await startedWorld({ requestAccessUrl: ACCESS });
    await window.engine.run('requestAccess');
    world.settings.set('acme.requestAccessUrl', 'https://tickets.example.com/new');
    await window.engine.run('requestAccess');
    expect(window.window.asked).toEqual([`open ${ACCESS}`, 'open https://tickets.example.com/new']);
  });

  it.each(['http://tickets.example.com', 'javascript:alert(1)', 'https://user:secret@example.com', '', 7])(
    'does not open %j',
    async (value) => {
      const { world, window } = await startedWorld();
      world.settings.set('acme.requestAccessUrl', value);
      await window.engine.run('requestAccess');
      await world.rest();
      expect(window.window.asked).toEqual([]);
      expect(window.dialogue.told.at(-1)?.text).toBe(MESSAGES.noAccessUrl);
    },
  );

  it('does not take an address from a workspace', async () => {
    const { world, window } = await startedWorld({ requestAccessUrl: ACCESS });
    world.settings.set('acme.requestAccessUrl', 'https://phishing.example.com', { scope: 'workspace' });
    await window.engine.run('requestAccess');
    expect(window.window.asked).toEqual([`open ${ACCESS}`]);
  });

  it('says the address when it could not be opened', async () => {
    const { world, window } = await startedWorld({ requestAccessUrl: ACCESS });
    window.window.opens = false;
    await window.engine.run('requestAccess');
    await world.rest();
    expect(window.dialogue.told.at(-1)?.text).toBe(t(MESSAGES.linkFailed, ACCESS));
  });
});

describe('copyDiagnostics', () => {
  it('copies facts without a key, a person or a token', async () => {
    const { world, window } = await startedWorld();
    const { apiKey } = world.gateway.issue({ owner: { id: 'owner-1', name: 'Dev', email: 'dev@example.com' } });
    await window.signIn(apiKey);
    await window.engine.run('copyDiagnostics');
    const [copied = ''] = window.window.asked;
    expect(copied).toMatch(/^copy ## Diagnostics/);
    for (const fact of ['status: active', 'origin: https://gateway.example.com', 'storage: kept', 'valid (0 ms)']) {
      expect(copied).toContain(fact);
    }
    for (const secret of [apiKey, apiKey.slice(-6), 'Dev', 'dev@example.com', 'eyJ']) {
      expect(copied).not.toContain(secret);
    }
  });
});
