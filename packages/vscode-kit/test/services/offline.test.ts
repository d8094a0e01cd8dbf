import type { Misbehaviour } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { isOpen } from '../../src/rules/open.ts';
import { createGateWorld, ME, VALIDATE } from './gate-world.ts';

const TEN_MINUTES = 10 * 60_000;

async function openWorld(lifeMs = TEN_MINUTES) {
  const world = createGateWorld();
  const expiresAt = new Date(world.clock.now() + lifeMs).toISOString();
  const issued = world.gateway.issue({ expiresAt, owner: { id: 'owner-1', name: 'Dev' } });
  const window = world.open();
  await world.rest();
  await window.signIn(issued.apiKey);
  window.dialogue.answer(undefined);
  await world.rest();
  return { world, window, ...issued };
}

describe('a gateway that goes away', () => {
  it('leaves the gate open within grace, visibly offline and without a message, then shuts it as unavailable', async () => {
    const { world, window } = await openWorld();
    const told = window.dialogue.told.length;
    world.gateway.fail('network', { times: Infinity });
    await world.advance(5 * 60_000);
    expect(window.engine.state).toMatchObject({ status: 'grace', because: 'offline' });
    expect(window.surface.line).toMatchObject({ attention: 'warning' });
    expect(window.surface.line?.text).toContain('$(debug-disconnect)');
    expect(window.dialogue.told).toHaveLength(told);
    await world.advance(5 * 60_000);
    expect(window.engine.state).toMatchObject({ status: 'unavailable', reason: 'offline' });
    expect(window.states.map(({ status }) => status)).not.toContain('invalid');
    expect(window.dialogue.told.at(-1)).toMatchObject({ severity: 'warning' });
    expect(window.dialogue.told.at(-1)?.actions).toEqual(expect.arrayContaining(['checkStatus', 'requestAccess']));
  });

  it('ends the grace to the second, even before anybody has noticed', async () => {
    const { world, window } = await openWorld();
    world.gateway.fail('network', { times: Infinity });
    await world.advance(5 * 60_000);
    const { state } = window.engine;
    if (state.status !== 'grace') throw new Error('There is no grace.');
    const guarded = window.engine.guard(() => 'ran');
    world.clock.set(Date.parse(state.until) - 1);
    const [last] = await Promise.all([guarded(), world.rest()]);
    expect(last).toBe('ran');
    expect(window.engine.isOpen).toBe(true);
    world.clock.set(Date.parse(state.until));
    expect(window.engine.isOpen).toBe(false);
    expect(window.engine.state).toMatchObject({ status: 'unavailable', reason: 'offline' });
    expect(await window.engine.credential.credential()).toBeUndefined();
    const [over] = await Promise.all([guarded(), world.rest()]);
    expect(over).toBeUndefined();
    expect(window.status).toBe('unavailable');
    expect(await window.engine.credential.credential()).toBeUndefined();
  });

  it('opens by itself when the gateway is back, within its back-off of a minute', async () => {
    const world = createGateWorld();
    const { apiKey } = world.gateway.issue();
    world.gateway.fail('network', { times: Infinity });
    const window = world.open();
    await world.rest();
    window.dialogue.type(apiKey);
    void window.engine.run('enterKey');
    await world.advance(10_000);
    expect(window.status).toBe('unavailable');
    expect(window.dialogue.told.at(-1)?.text).toContain('Your API key is kept');
    await world.advance(5 * 60_000);
    const tries = world.gateway.requestsTo(VALIDATE);
    expect(tries).toBeGreaterThan(8);
    expect(tries).toBeLessThan(40);
    world.gateway.heal();
    await world.advance(60_000);
    expect(window.status).toBe('active');
    expect(window.dialogue.told).toHaveLength(1);
  });

  it('does not reopen a key that was refused when the network is cut', async () => {
    const { world, window, key } = await openWorld();
    world.gateway.keys.revoke(key.id, 'over', 'test');
    await Promise.all([window.engine.check(), world.rest()]);
    expect(window.engine.state).toMatchObject({ status: 'invalid', reason: 'revoked' });
    world.gateway.fail('network', { times: Infinity });
    await world.advance(5 * 60_000);
    expect(window.engine.state).toMatchObject({ status: 'invalid', reason: 'revoked' });
    window.engine.dispose();
    const next = world.open();
    await world.advance(10_000);
    expect(next.status).toBe('unavailable');
  });

  it('asks again at once when the person says "Retry Now"', async () => {
    const { world, window } = await openWorld();
    world.gateway.fail('network', { times: Infinity });
    await world.advance(5 * 60_000);
    expect(window.status).toBe('grace');
    world.gateway.heal();
    void window.engine.run('checkStatus');
    await world.until(() => window.status === 'active');
    await world.rest();
    expect(window.dialogue.told.at(-1)?.text).toBe('You are signed in as Dev.');
  });

  it('keeps to the pause that the gateway asks for', async () => {
    const { world, window } = await openWorld(60 * 60_000);
    world.gateway.fail({ code: 'too_many_requests', retryAfterSeconds: 120 }, { times: Infinity });
    await Promise.all([window.engine.check(), world.rest()]);
    const tries = world.gateway.requestsTo(VALIDATE);
    expect(window.engine.state).toMatchObject({ status: 'grace', because: 'throttled' });
    await world.advance(119_000);
    expect(world.gateway.requestsTo(VALIDATE)).toBe(tries);
    await world.advance(1_000);
    expect(world.gateway.requestsTo(VALIDATE)).toBe(tries + 1);
  });
});

describe('an answer that is none', () => {
  it.each<[Misbehaviour, string]>([
    ['valid-false', 'server'],
    ['missing-members', 'server'],
    ['redirect', 'server'],
    ['html', 'server'],
    ['truncate', 'server'],
    ['empty', 'server'],
    ['huge', 'server'],
    ['hang', 'timeout'],
    ['stall', 'timeout'],
    ['network', 'offline'],
    [{ code: 'internal_error' }, 'server'],
    [{ status: 500, body: 'Internal Server Error' }, 'server'],
    [{ code: 'unavailable' }, 'server'],
  ])('%j never opens, is never called a wrong key, and ends within ten seconds', async (how, reason) => {
    const world = createGateWorld();
    world.gateway.fail(how, { times: Infinity });
    const window = world.open();
    await world.rest();
    window.dialogue.type(world.gateway.issue().apiKey);
    void window.engine.run('enterKey');
    await world.advance(10_000);
    expect(window.engine.state).toMatchObject({ status: 'unavailable', reason });
    expect(window.states.filter(isOpen)).toEqual([]);
    const [notice] = window.dialogue.told;
    expect(notice?.text).not.toMatch(/refused|invalid/i);
    expect(notice?.actions).toContain('requestAccess');
  });

  it('does not follow a redirect to another origin', async () => {
    const world = createGateWorld();
    world.gateway.fail('redirect', { times: Infinity });
    const window = world.open();
    await world.rest();
    window.dialogue.type(world.gateway.issue().apiKey);
    void window.engine.run('enterKey');
    await world.advance(10_000);
    expect(new Set(world.sent.map(({ origin }) => origin))).toEqual(new Set(['https://gateway.example.com']));
  });

  it('takes no receipt in the place of a gateway that says "valid": false', async () => {
    const { world, window } = await openWorld();
    world.gateway.fail('valid-false', { times: Infinity });
    await Promise.all([window.engine.check(), world.rest()]);
    expect(window.engine.state).toMatchObject({ status: 'unavailable', next: 'check_url' });
  });

  it('keeps a guarded action waiting for ten seconds at most', async () => {
    const world = createGateWorld();
    const window = world.open();
    await world.rest();
    await window.signIn(world.gateway.issue().apiKey);
    window.engine.dispose();
    world.gateway.fail('hang', { times: Infinity });
    const next = world.open();
    const guarded = next.engine.guard(() => 'ran');
    let answered = false;
    void guarded().then(() => {
      answered = true;
    });
    await world.advance(10_000);
    expect(answered).toBe(true);
  });
});

describe('a key that is refused while it is in use', () => {
  it('is noticed when the person comes back to the window, and said why', async () => {
    const { world, window, key } = await openWorld(24 * 60 * 60_000);
    window.window.blur();
    world.gateway.keys.revoke(key.id, 'over', 'test');
    await world.advance(10_000);
    expect(window.status).toBe('active');
    window.window.focus();
    await world.until(() => window.status === 'invalid');
    await world.rest();
    expect(window.dialogue.told.at(-1)).toMatchObject({ severity: 'error' });
    expect(window.dialogue.told.at(-1)?.text).toContain('It was revoked.');
  });

  it('is noticed within five minutes in a window that nobody touches', async () => {
    const { world, window, key } = await openWorld(24 * 60 * 60_000);
    world.gateway.keys.revoke(key.id, 'over', 'test');
    await world.advance(5 * 60_000);
    expect(window.engine.state).toMatchObject({ status: 'invalid', reason: 'revoked' });
  });

  it('is noticed when a call of its own gets a 401, which also ends its receipt', async () => {
    const { world, window, key } = await openWorld(24 * 60 * 60_000);
    world.gateway.keys.suspend(key.id, 'a break');
    const before = world.gateway.requestsTo(VALIDATE);
    await expect(window.engine.client.auth.me()).rejects.toMatchObject({ code: 'key_suspended' });
    await world.until(() => window.status === 'invalid');
    expect(window.engine.state).toMatchObject({ reason: 'suspended', next: 'contact_operator' });
    expect(world.gateway.requestsTo(VALIDATE)).toBe(before + 1);
    expect(world.gateway.requestsTo(ME)).toBe(1);
  });

  it('is in use again when the gateway accepts it again', async () => {
    const { world, window, key } = await openWorld(24 * 60 * 60_000);
    world.gateway.keys.suspend(key.id, 'a break');
    await Promise.all([window.engine.check(), world.rest()]);
    expect(window.status).toBe('invalid');
    world.gateway.keys.resume(key.id);
    await world.advance(5 * 60_000);
    expect(window.status).toBe('active');
  });

  it('gives way to a good one without a reload', async () => {
    const { world, window, key } = await openWorld(24 * 60 * 60_000);
    world.gateway.keys.revoke(key.id, 'over', 'test');
    await Promise.all([window.engine.check(), world.rest()]);
    await window.signIn(world.gateway.issue({ owner: { id: 'owner-2' } }).apiKey);
    expect(window.engine.state).toMatchObject({ status: 'active', identity: { principal: { id: 'owner-2' } } });
    expect(await window.engine.client.auth.me()).toMatchObject({ principal: { id: 'owner-2' } });
  });

  it('is checked right after its end', async () => {
    const { world, window } = await openWorld(60_000);
    await world.advance(62_000);
    expect(window.engine.state).toMatchObject({ status: 'invalid', reason: 'expired' });
  });
});
