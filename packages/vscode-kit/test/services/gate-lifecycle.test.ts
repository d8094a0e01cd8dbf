import { describe, expect, it } from 'vitest';
import { createDesktopHost } from '../doubles/secret-hosts.ts';
import { createGateWorld, type GateWindow, type GateWorld } from './gate-world.ts';

function leftovers(world: GateWorld, { window }: GateWindow) {
  const { clock, host, ledger, settings } = world;
  return {
    sleepers: clock.sleepers,
    listeners: [host.listeners, ledger.listeners, settings.listeners, window.listeners],
  };
}

const NOTHING = { sleepers: 0, listeners: [0, 0, 0, 0] };

describe('dispose', () => {
  it('leaves nothing behind, twice over', async () => {
    const world = createGateWorld();
    const window = world.open({ options: { legacySettings: ['acme.apiKey'] } });
    await world.rest();
    await window.signIn(world.gateway.issue().apiKey);
    expect(leftovers(world, window).sleepers).toBe(1);
    window.engine.dispose();
    window.engine.dispose();
    await world.rest();
    expect(leftovers(world, window)).toEqual(NOTHING);
  });

  it('ends a check under way, and takes no answer that comes after', async () => {
    const world = createGateWorld();
    const first = world.open();
    await world.rest();
    await first.signIn(world.gateway.issue().apiKey);
    first.engine.dispose();
    const signals: AbortSignal[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const next = world.open({
      fetch: async (url, init) => {
        signals.push(init.signal);
        await held;
        return world.gateway.fetch(url, init);
      },
    });
    await world.until(() => signals.length === 1);
    next.engine.dispose();
    expect(signals[0]?.aborted).toBe(true);
    const states = next.states.length;
    release();
    await world.advance(20_000);
    expect(next.states).toHaveLength(states);
    expect(leftovers(world, next)).toEqual(NOTHING);
  });

  it('lets whoever waits go on, shut', async () => {
    const world = createGateWorld();
    const window = world.open();
    const guarded = window.engine.guard(() => 'ran');
    const waiting = guarded();
    window.engine.dispose();
    expect(await waiting).toBeUndefined();
    expect(await guarded()).toBeUndefined();
    await window.engine.settled();
    await window.engine.run('enterKey');
    expect(window.dialogue.asked).toEqual([]);
    expect(window.dialogue.told).toEqual([]);
  });

  it('shuts an open gate: no identity and no key come out of it any more', async () => {
    const world = createGateWorld();
    const window = world.open();
    await world.rest();
    await window.signIn(world.gateway.issue().apiKey);
    const guarded = window.engine.guard(() => 'ran');
    expect(await guarded()).toBe('ran');
    expect(window.engine.isOpen).toBe(true);
    window.engine.dispose();
    expect(window.engine.isOpen).toBe(false);
    expect(await guarded()).toBeUndefined();
    expect(await window.engine.credential.credential()).toBeUndefined();
    await expect(window.engine.client.auth.me()).rejects.toMatchObject({ code: 'closed' });
  });

  it('asks nothing of whoever ran a command before the first turn', async () => {
    const world = createGateWorld({ settings: { 'acme.url': '' } });
    const window = world.open();
    const running = [window.engine.run('enterKey'), window.engine.run('showMenu')];
    window.engine.dispose();
    await Promise.all(running);
    expect([...window.dialogue.asked, ...window.dialogue.menus]).toEqual([]);
    expect(window.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('may come before the first turn, and in the middle of a sign-in', async () => {
    const world = createGateWorld();
    const early = world.open();
    early.engine.dispose();
    await world.rest();
    expect(early.surface.states).toEqual([]);
    const window = world.open();
    await world.rest();
    world.gateway.fail('hang', { times: Infinity });
    window.dialogue.type(world.gateway.issue().apiKey);
    const signingIn = window.engine.run('enterKey');
    await world.until(() => world.sent.length === 1);
    window.engine.dispose();
    await signingIn;
    await world.rest();
    expect(window.dialogue.told).toEqual([]);
    expect((await world.host.kept()).size).toBe(0);
    expect(leftovers(world, window)).toEqual(NOTHING);
  });
});

describe('twenty activations in a row', () => {
  it('behave alike and leave nothing behind', async () => {
    const world = createGateWorld({ host: createDesktopHost() });
    const first = world.open();
    await world.rest();
    await first.signIn(world.gateway.issue().apiKey);
    first.engine.dispose();
    const seen = new Set<string>();
    for (let round = 0; round < 20; round++) {
      const before = world.sent.length;
      const window = world.open();
      await world.until(() => window.status === 'active');
      await world.rest();
      const { states, surface, dialogue } = window;
      seen.add(
        JSON.stringify([states.map(({ status }) => status), surface.states, dialogue.told, world.sent.length - before]),
      );
      window.engine.dispose();
      await world.rest();
      expect(leftovers(world, window)).toEqual(NOTHING);
    }
    expect([...seen]).toEqual([JSON.stringify([['checking', 'active'], ['checking', 'active'], [], 2])]);
  });
});
