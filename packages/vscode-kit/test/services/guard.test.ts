import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/words/messages.ts';
import { createGateWorld } from './gate-world.ts';

describe('a guarded action', () => {
  it('runs with who the key speaks for, its own arguments, and answers what it answers', async () => {
    const world = createGateWorld();
    const window = world.open();
    await world.rest();
    await window.signIn(world.gateway.issue({ owner: { id: 'owner-3' } }).apiKey);
    const guarded = window.engine.guard((identity, left: number, right: number) => [
      identity.principal.id,
      left + right,
    ]);
    expect(await guarded(2, 3)).toEqual(['owner-3', 5]);
  });

  it('lets its own errors pass', async () => {
    const world = createGateWorld();
    const window = world.open();
    await world.rest();
    await window.signIn(world.gateway.issue().apiKey);
    const failure = new Error('its own');
    await expect(
      window.engine.guard(() => {
        throw failure;
      })(),
    ).rejects.toBe(failure);
  });

  it('waits for the check at the start, and runs then', async () => {
    const world = createGateWorld();
    const first = world.open();
    await world.rest();
    await first.signIn(world.gateway.issue().apiKey);
    first.engine.dispose();
    const window = world.open();
    let ran = 0;
    const call = window.engine.guard(() => ++ran)();
    expect(ran).toBe(0);
    await world.until(() => ran === 1);
    expect(await call).toBe(1);
    expect(window.dialogue.told).toEqual([]);
  });

  it('does not run while the gate is shut; the person is told why, once in 60 s, and by a hint in between', async () => {
    const world = createGateWorld();
    const window = world.open();
    await world.rest();
    let ran = 0;
    const guarded = window.engine.guard(() => ++ran);
    window.dialogue.react('turnAway');
    expect(await guarded()).toBeUndefined();
    await world.rest();
    expect(window.dialogue.told).toHaveLength(1);
    expect(window.dialogue.told[0]?.actions).toEqual(['enterKey', 'requestAccess']);
    expect(await guarded()).toBeUndefined();
    await world.rest();
    expect(window.dialogue.told).toHaveLength(1);
    expect(window.dialogue.hints).toEqual([expect.stringContaining(MESSAGES.notSignedIn)]);
    expect(ran).toBe(0);
  });

  it('lets the person sign in from the message, and does not run by itself then', async () => {
    const world = createGateWorld();
    const window = world.open();
    await world.rest();
    let ran = 0;
    window.dialogue.react('enterKey');
    window.dialogue.type(world.gateway.issue().apiKey);
    await window.engine.guard(() => ++ran)();
    await world.until(() => window.status === 'active');
    expect(ran).toBe(0);
  });
});

describe('settled', () => {
  it('ends when its caller leaves', async () => {
    const world = createGateWorld();
    const window = world.open();
    const leaving = new AbortController();
    const settled = window.engine.settled(leaving.signal);
    leaving.abort();
    await settled;
    window.engine.dispose();
    expect(world.clock.sleepers).toBe(0);
  });
});
