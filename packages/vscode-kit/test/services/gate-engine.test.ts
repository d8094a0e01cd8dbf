import { describe, expect, it } from 'vitest';
import { createGateWorld, VALIDATE } from './gate-world.ts';

describe('start', () => {
  it('asks, reads and writes nothing before the next turn', () => {
    const world = createGateWorld();
    const { engine, surface, dialogue } = world.open();
    expect(world.gateway.requests).toEqual([]);
    expect(surface.line).toBeUndefined();
    expect(surface.states).toEqual([]);
    expect(dialogue.told).toEqual([]);
    expect([world.settings.listeners, world.ledger.listeners, world.host.listeners]).toEqual([0, 0, 0]);
    engine.dispose();
  });

  it('is shut without a key, says so in the status bar, and shows no message', async () => {
    const world = createGateWorld();
    const window = world.open();
    const { engine, surface, dialogue } = window;
    await world.rest();
    expect(window.status).toBe('noKey');
    expect(surface.states).toEqual(['noKey']);
    expect(surface.line?.text).toContain('$(key)');
    expect(dialogue.told).toEqual([]);
    expect(world.gateway.requests).toEqual([]);
    engine.dispose();
  });

  it('opens with a key that the gateway accepts', async () => {
    const world = createGateWorld();
    const window = world.open();
    await world.rest();
    await window.signIn(world.gateway.issue({ owner: { id: 'owner-1', name: 'Dev' } }).apiKey);
    expect(window.status).toBe('active');
    expect(world.gateway.requestsTo(VALIDATE)).toBe(1);
    expect(window.dialogue.told.map(({ text }) => text)).toEqual(['You are signed in as Dev.']);
    expect(window.surface.states).toEqual(['noKey', 'active']);
    window.engine.dispose();
    const next = world.open();
    await world.until(() => next.status === 'active');
    expect(next.dialogue.told).toEqual([]);
    next.engine.dispose();
  });
});
