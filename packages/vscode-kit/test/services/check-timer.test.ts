import { describe, expect, it } from 'vitest';
import { createGateWorld, VALIDATE } from './gate-world.ts';

async function activeWorld(options = {}) {
  const world = createGateWorld();
  const issued = world.gateway.issue();
  const window = world.open({ options });
  await world.rest();
  await window.signIn(issued.apiKey);
  return { world, window, ...issued, checks: () => world.gateway.requestsTo(VALIDATE) };
}

describe('a key in use', () => {
  it('is checked every five minutes, less up to a fifth', async () => {
    const { world, checks } = await activeWorld();
    await world.advance(239_000);
    expect(checks()).toBe(1);
    await world.advance(61_000);
    expect(checks()).toBe(2);
    await world.advance(60 * 60_000);
    expect(checks()).toBeGreaterThanOrEqual(14);
    expect(checks()).toBeLessThanOrEqual(17);
  });

  it('is checked as often as the author wants', async () => {
    const { world, checks } = await activeWorld({ checkEveryMs: 10_000 });
    await world.advance(60_000);
    expect(checks()).toBeGreaterThanOrEqual(5);
    expect(checks()).toBeLessThanOrEqual(9);
  });

  it('is checked when a person comes back to the window, 10 s after the last check at the soonest', async () => {
    const { world, window, checks } = await activeWorld();
    await world.advance(9_999);
    window.window.focus();
    await world.rest();
    expect(checks()).toBe(1);
    await world.advance(1);
    window.window.focus();
    await world.rest();
    expect(checks()).toBe(2);
  });

  it('is checked when the machine wakes up', async () => {
    const { world, checks } = await activeWorld();
    // The time has passed, and no timer ran.
    world.clock.set(world.clock.now() + 3 * 60_000);
    await world.advance(30_000);
    expect(checks()).toBe(2);
  });

  it('is checked when the clock was set back', async () => {
    const { world, checks } = await activeWorld();
    world.clock.set(world.clock.now() - 86_400_000);
    await world.advance(30_000);
    expect(checks()).toBe(2);
  });

  it('is not checked when there is none', async () => {
    const world = createGateWorld();
    const window = world.open();
    await world.advance(10 * 60_000);
    window.window.focus();
    await world.rest();
    expect(world.sent).toEqual([]);
    expect(world.clock.sleepers).toBe(0);
  });

  it('is checked by one request however many want to know', async () => {
    const { world, window, checks } = await activeWorld();
    await world.advance(20_000);
    window.window.focus();
    const asked = [window.engine.check(), window.engine.check(), window.engine.run('checkStatus')];
    await world.rest();
    await Promise.all(asked);
    expect(checks()).toBe(2);
  });
});
