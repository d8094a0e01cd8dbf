import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/words/messages.ts';
import { createFaultySecrets, type SecretFault } from '../doubles/faulty-secrets.ts';
import { createGateWorld } from './gate-world.ts';

const FAULTS: readonly SecretFault[] = ['throw', 'reject', 'hang', 'forget'];

function createFaultyWorld() {
  const world = createGateWorld();
  const secrets = createFaultySecrets(world.host.open());
  return { world, secrets };
}

/** A machine where somebody is signed in, and whose secrets cannot be read for the time being. */
async function slowWorld(how: SecretFault = 'hang') {
  const world = createGateWorld();
  const first = world.open();
  await world.rest();
  await first.signIn(world.gateway.issue().apiKey);
  first.engine.dispose();
  await world.advance(1);
  const secrets = createFaultySecrets(world.host.open());
  secrets.fail('get', how);
  return { world, secrets };
}

describe('a host that cannot keep secrets', () => {
  it.each(FAULTS)('begins all the same, and answers every command (%s)', async (how) => {
    const { world, secrets } = createFaultyWorld();
    for (const act of ['get', 'store', 'delete'] as const) secrets.fail(act, how);
    const window = world.open({ secrets });
    await world.advance(10_000);
    expect(window.status).toBe('noKey');
    void window.engine.run('checkStatus');
    void window.engine.run('signOut');
    void window.engine.run('copyDiagnostics');
    void window.engine.run('showMenu');
    await world.advance(20_000);
    expect(window.window.asked.some((what) => what.startsWith('copy'))).toBe(true);
    expect(window.dialogue.menus).toHaveLength(1);
    expect(window.dialogue.told.map(({ text }) => text)).not.toContain(MESSAGES.actionFailed);
  });

  it.each(FAULTS)(
    'opens in memory and says so, and the next start says that the key was lost, once (%s)',
    async (how) => {
      const { world, secrets } = createFaultyWorld();
      secrets.fail('store', how);
      const window = world.open({ secrets });
      await world.advance(1);
      window.dialogue.type(world.gateway.issue().apiKey);
      void window.engine.run('enterKey');
      await world.advance(10_000);
      expect(window.status).toBe('active');
      expect(window.dialogue.told).toHaveLength(1);
      expect(window.dialogue.told[0]?.text).toContain(MESSAGES.storedInMemory);
      window.engine.dispose();

      const next = world.open({ secrets });
      await world.advance(5_000);
      expect(next.engine.state).toEqual({ status: 'noKey', why: 'lost' });
      expect(next.dialogue.told).toHaveLength(1);
      expect(next.dialogue.told[0]?.text).toContain(MESSAGES.lost);
      next.engine.dispose();

      const third = world.open({ secrets });
      await world.advance(5_000);
      expect(third.engine.state).toEqual({ status: 'noKey', why: 'lost' });
      expect(third.dialogue.told).toEqual([]);
    },
  );

  it('says again that a key was lost when it was a new one', async () => {
    const world = createGateWorld();
    const { apiKey } = world.gateway.issue();
    for (let round = 0; round < 2; round++) {
      const window = world.open();
      await world.advance(1);
      await window.signIn(apiKey);
      window.engine.dispose();
      world.host.lose();
      await world.advance(1);
      const next = world.open();
      await world.advance(1);
      expect(next.dialogue.told.map(({ text }) => text)).toEqual([expect.stringContaining(MESSAGES.lost)]);
      next.engine.dispose();
    }
  });

  it('keeps the receipt of a session in memory there, and serves from it', async () => {
    const { world, secrets } = createFaultyWorld();
    secrets.fail('store', 'forget');
    const window = world.open({ secrets });
    await world.rest();
    await window.signIn(world.gateway.issue().apiKey);
    expect(secrets.asked.store).toBe(1);
    world.gateway.fail('network', { times: Infinity });
    void window.engine.check();
    await world.advance(10_000);
    expect(window.status).toBe('grace');
  });

  it('opens by itself when the store was slow at the start, and calls nothing lost', async () => {
    const { world, secrets } = await slowWorld();
    const window = world.open({ secrets });
    await world.advance(2_500);
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'none' });
    secrets.fail('get', undefined);
    await world.advance(1_000);
    await world.until(() => window.status === 'active');
    expect(window.dialogue.told).toEqual([]);
  });

  it('is not looked at any more once the address has changed', async () => {
    const { world, secrets } = await slowWorld('reject');
    const window = world.open({ secrets });
    await world.rest();
    expect(world.clock.sleepers).toBe(1);
    world.settings.set('acme.url', '');
    await world.rest();
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'noUrl' });
    expect(world.clock.sleepers).toBe(0);
  });

  it.each<SecretFault>(['throw', 'reject', 'hang'])(
    'says that the key is out of sight when the store stays locked, and opens within a minute after (%s)',
    async (how) => {
      const { world, secrets } = await slowWorld(how);
      const window = world.open({ secrets });
      await world.advance(7_500);
      expect(window.engine.state).toEqual({ status: 'noKey', why: 'lost' });
      expect(window.dialogue.told).toHaveLength(1);
      await world.advance(10 * 60_000);
      expect(secrets.asked.get).toBeLessThan(30);
      secrets.fail('get', undefined);
      await world.advance(65_000);
      expect(window.status).toBe('active');
      const { get } = secrets.asked;
      window.engine.dispose();
      await world.advance(65_000);
      expect(secrets.asked.get).toBe(get);
      expect(world.clock.sleepers).toBe(0);
    },
  );

  it('tells when the key cannot be taken away', async () => {
    const { world, secrets } = createFaultyWorld();
    const window = world.open({ secrets });
    await world.rest();
    await window.signIn(world.gateway.issue().apiKey);
    secrets.fail('store', 'reject');
    secrets.fail('delete', 'reject');
    world.ledger.fail('write', new Error('EROFS'));
    await window.engine.run('signOut');
    await world.rest();
    expect(window.status).toBe('noKey');
    expect(await window.engine.credential.credential()).toBeUndefined();
    expect(window.dialogue.told.at(-1)).toMatchObject({ severity: 'warning', text: MESSAGES.signOutIncomplete });
  });
});

describe('a host that fails elsewhere', () => {
  it('works without a memento, a status bar and a context key', async () => {
    const world = createGateWorld();
    world.memento.fail('get', new Error('no storage'));
    world.memento.fail('update', new Error('no storage'));
    const window = world.open();
    window.surface.fail(new Error('no status bar'));
    await world.rest();
    await window.signIn(world.gateway.issue().apiKey);
    expect(window.status).toBe('active');
  });

  it('is shut, and works again, when the setting cannot be read', async () => {
    const world = createGateWorld();
    const failing = { is: true };
    const { settings } = world;
    const trusted = settings.trusted.bind(settings);
    settings.trusted = (name) => {
      if (failing.is) throw new Error('no settings');
      return trusted(name);
    };
    const window = world.open();
    await world.rest();
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'noUrl' });
    failing.is = false;
    world.settings.set('acme.url', world.gateway.url);
    await world.rest();
    expect(window.engine.state).toEqual({ status: 'noKey', why: 'none' });
  });
});
