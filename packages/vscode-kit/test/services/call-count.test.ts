import { describe, expect, it } from 'vitest';
import { createGateWorld, VALIDATE } from './gate-world.ts';
import { createSignInWorld } from './sign-in-world.ts';

const USAGE = '/api/v1/usage';
const SETTING = 'acme.showUsageInStatusBar';
const FIVE_MINUTES = 300_000;
const OPTIONS = { usageSetting: SETTING };

async function openWorld(settings: Readonly<Record<string, unknown>> = { [SETTING]: true }) {
  const world = createGateWorld({ settings });
  const window = world.open({ options: OPTIONS });
  await world.rest();
  const issued = world.gateway.issue({ owner: { id: 'owner-1', name: 'Dev' } });
  await window.signIn(issued.apiKey);
  return { world, window, text: () => window.surface.line?.text, ...issued };
}

describe('the calls in the status bar', () => {
  it('are asked for at each check and stand behind the person', async () => {
    const { world, text } = await openWorld();
    // The check itself was a call.
    expect(text()).toBe('$(pass) Acme: Dev (1 call)');
    await world.advance(FIVE_MINUTES);
    expect(world.gateway.requestsTo(USAGE)).toBe(world.gateway.requestsTo(VALIDATE));
    expect(world.gateway.requestsTo(USAGE)).toBeGreaterThan(1);
    expect(text()).toMatch(/^\$\(pass\) Acme: Dev \(\d+ calls\)$/);
  });

  it.each([undefined, false, 'true'])('are not asked for while the setting is %j', async (value) => {
    const { world, text } = await openWorld({ [SETTING]: value });
    await world.advance(FIVE_MINUTES);
    expect(world.gateway.requestsTo(USAGE)).toBe(0);
    expect(text()).toBe('$(pass) Acme: Dev');
  });

  it('are not asked for because a workspace says so', async () => {
    const { world, text } = await openWorld({});
    world.settings.set(SETTING, true, { scope: 'workspace' });
    await world.advance(FIVE_MINUTES);
    expect(world.gateway.requestsTo(USAGE)).toBe(0);
    expect(text()).toBe('$(pass) Acme: Dev');
  });

  it('come and go with the setting, at once', async () => {
    const { world, text } = await openWorld({});
    world.settings.set(SETTING, true);
    await world.rest();
    expect(text()).toBe('$(pass) Acme: Dev (1 call)');
    world.settings.set(SETTING, false);
    expect(text()).toBe('$(pass) Acme: Dev');
  });

  it('are those of a sign-in where there is one', async () => {
    const world = createSignInWorld({ settings: { [SETTING]: true } });
    const window = await world.openSignIn({ options: OPTIONS });
    await world.signInByCode(window);
    expect(window.surface.line?.text).toMatch(/^\$\(pass\) Acme: Dev \(\d+ calls?\)$/);
  });

  it('that cannot be had change nothing of the gate', async () => {
    const world = createGateWorld({ settings: { [SETTING]: true } });
    const window = world.open({ options: OPTIONS });
    await world.rest();
    world.gateway.fail({ code: 'not_found' }, { path: USAGE, times: Infinity });
    await window.signIn(world.gateway.issue({ owner: { id: 'owner-1', name: 'Dev' } }).apiKey);
    expect(window.surface.line?.text).toBe('$(pass) Acme: Dev');
    expect(window.status).toBe('active');
    expect(window.dialogue.told.map(({ text }) => text)).toEqual(['You are signed in as Dev.']);
  });

  it('are asked for once a minute at most, when the question is refused and each refusal has the key checked', async () => {
    const world = createGateWorld({ settings: { [SETTING]: true } });
    const window = world.open({ options: OPTIONS });
    await world.rest();
    world.gateway.fail({ code: 'unknown_key' }, { path: USAGE, times: Infinity });
    await window.signIn(world.gateway.issue().apiKey);
    await world.advance(30_000);
    expect(window.status).toBe('active');
    expect(world.gateway.requestsTo(USAGE)).toBe(1);
    expect(world.gateway.requestsTo(VALIDATE)).toBeLessThanOrEqual(3);
  });

  it('of one person are never shown for the next', async () => {
    const { world, window, text } = await openWorld();
    expect(text()).toContain('(1 call)');
    world.gateway.fail('network', { path: USAGE, times: Infinity });
    await window.signIn(world.gateway.issue({ owner: { id: 'owner-2', name: 'Eve' } }).apiKey);
    expect(text()).toBe('$(pass) Acme: Eve');
  });

  it('are forgotten by the bar when the key is refused, and nobody listens after the end', async () => {
    const { world, window, key, text } = await openWorld();
    world.gateway.keys.revoke(key.id, 'lost', 'bootstrap');
    await window.engine.check();
    expect(text()).toBe('$(error) Acme: API key refused');
    window.engine.dispose();
    expect(world.settings.listeners).toBe(0);
  });
});
