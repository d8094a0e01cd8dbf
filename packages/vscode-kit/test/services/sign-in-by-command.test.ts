import { WicketgateError } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/words/messages.ts';
import { type GateWindow, t } from './gate-world.ts';
import { createSignInWorld, DEV, keptText, type SignInWorld } from './sign-in-world.ts';

const PROGRAM = '/usr/local/bin/wicketgate';
const MINUTE = 60_000;
const SIGNED_OUT = t(MESSAGES.commandSignedOut, 'https://gateway.example.com');

const outputOf = (token: string) => JSON.stringify({ access_token: token, token_type: 'Bearer' });

/** The command as it is signed in at the gateway of the world. */
async function commandWorld(change: { accessSeconds?: number } = {}) {
  const world = createSignInWorld({ signIn: change });
  world.commands.program = PROGRAM;
  const { session, tokens } = await world.gateway.signIn.open(DEV);
  world.commands.output = outputOf(tokens.access_token);
  return { world, session, token: tokens.access_token, window: await world.openSignIn() };
}

async function use(world: SignInWorld, window: GateWindow): Promise<void> {
  window.dialogue.take(MESSAGES.byCommand, MESSAGES.commandAgree);
  void window.engine.run('signIn');
  await world.until(() => window.status === 'active');
  await world.rest();
}

describe('the session of the command', () => {
  it('opens the gate once the person agreed to run that very program', async () => {
    const { world, window } = await commandWorld();
    await use(world, window);
    expect(window.dialogue.decisions[0]?.detail).toContain(PROGRAM);
    expect(world.commands.runs[0]).toEqual({ program: PROGRAM, url: 'https://gateway.example.com', want: 'any' });
    expect(window.engine.state).toMatchObject({ identity: { session: { clientId: 'wicketgate-cli' } } });
  });

  it('runs nothing before the person agreed, and nothing when they do not', async () => {
    const { world, window } = await commandWorld();
    window.dialogue.take(MESSAGES.byCommand, undefined);
    await window.engine.run('signIn');
    expect([world.commands.runs, window.status]).toEqual([[], 'noKey']);
  });

  it('is kept as the name of the program alone: the next window runs it without a question', async () => {
    const { world, window, token } = await commandWorld();
    await use(world, window);
    expect(await keptText(world)).toContain(PROGRAM);
    expect(await keptText(world)).not.toContain(token.split('.')[2]);
    const later = await world.openSignIn();
    await world.until(() => later.status === 'active');
    expect(later.dialogue.decisions).toEqual([]);
  });

  it('is asked again only when its token ends soon', async () => {
    const { world, window } = await commandWorld();
    await use(world, window);
    const runs = world.commands.runs.length;
    await world.advance(20 * MINUTE);
    expect(world.commands.runs).toHaveLength(runs);
    await world.advance(15 * MINUTE);
    expect(world.commands.runs.length).toBeGreaterThan(runs);
  });

  it('is asked for a newer token when the gateway refuses the one it gave', async () => {
    const { world, window, token } = await commandWorld();
    await use(world, window);
    world.gateway.signIn.expireAccessTokens();
    await world.advance(1_000);
    world.commands.output = outputOf((await world.gateway.signIn.open(DEV)).tokens.access_token);
    const calls = Promise.all([1, 2].map(() => window.engine.client.auth.me()));
    await world.rest();
    expect(await calls).toHaveLength(2);
    expect(world.commands.runs.map(({ want }) => want)).toEqual(['any', 'any', 'newer']);
    expect((await window.engine.credential.credential())?.reveal()).not.toBe(token);
  });

  it('is never presented to a gateway that did not issue it', async () => {
    const { world, window, token } = await commandWorld();
    const [head, , seal] = token.split('.');
    const claims = btoa(JSON.stringify({ iss: 'https://other.example.com', exp: 4e9 })).replaceAll('=', '');
    world.commands.output = outputOf(`${head}.${claims}.${seal}`);
    window.dialogue.take(MESSAGES.byCommand, MESSAGES.commandAgree);
    await window.engine.run('signIn');
    await world.rest();
    expect(window.dialogue.told.at(-1)?.text).toBe(SIGNED_OUT);
    expect(world.sent).toEqual([]);
  });

  it.each([
    ['nobody is signed in', undefined],
    ['it writes no JSON', 'Usage: wicketgate'],
    ['it writes no token', '{"access_token":"wg_live_key","token_type":"Bearer"}'],
    ['it writes nothing', ''],
  ])('comes to nothing when %s, and says what to run', async (_, output) => {
    const { world, window } = await commandWorld();
    world.commands.output = output;
    window.dialogue.take(MESSAGES.byCommand, MESSAGES.commandAgree);
    await window.engine.run('signIn');
    await world.rest();
    expect(window.dialogue.told.at(-1)?.text).toBe(SIGNED_OUT);
    expect(await keptText(world)).not.toContain(PROGRAM);
  });

  it.each([
    ['its token is bound to its key', '{"access_token":"e30.e30.e30","token_type":"DPoP"}', MESSAGES.commandBound],
    ['it is too slow', new WicketgateError('timeout', 'slow'), MESSAGES.commandFailed],
    ['it cannot be run', new WicketgateError('unavailable', 'broken'), MESSAGES.commandFailed],
    ['its gateway is out of reach', new WicketgateError('offline', 'away'), MESSAGES.signInUnreachable],
  ])('says what is the matter when %s', async (_, output, text) => {
    const { world, window } = await commandWorld();
    world.commands.output = output;
    window.dialogue.take(MESSAGES.byCommand, MESSAGES.commandAgree);
    await window.engine.run('signIn');
    await world.rest();
    expect(window.dialogue.told.at(-1)?.text).toBe(text);
  });

  it('is not offered when the search path hangs, which holds nobody up', async () => {
    const { world, window } = await commandWorld();
    world.commands.find = () => new Promise(() => undefined);
    void window.engine.run('signIn');
    await world.advance(3_000);
    expect(window.dialogue.offered).toEqual([[MESSAGES.byCode, MESSAGES.byKey]]);
  });

  it('shuts the gate when the command is signed out in the terminal', async () => {
    const { world, window, session } = await commandWorld();
    await use(world, window);
    world.gateway.sessions.revoke(session.id, 'over', 'self');
    world.commands.output = undefined;
    await world.advance(6 * MINUTE);
    await world.until(() => window.status === 'noKey');
    expect(await keptText(world)).not.toContain(PROGRAM);
  });

  it('leaves the command signed in when the person signs out here', async () => {
    const { world, window } = await commandWorld();
    await use(world, window);
    await window.engine.run('signOut');
    await world.rest();
    expect(window.status).toBe('noKey');
    expect(world.gateway.sessions.list().map(({ status }) => status)).toEqual(['active']);
  });

  it('says nothing against the sign-in when the program cannot be run', async () => {
    const { world, window } = await commandWorld();
    await use(world, window);
    window.engine.dispose();
    world.commands.output = new WicketgateError('timeout', 'The command did not answer in time.');
    const later = await world.openSignIn();
    await world.rest();
    expect(later.engine.state).toMatchObject({ status: 'unavailable', reason: 'timeout' });
  });

  it('is not offered where there is no command', async () => {
    const { world, window } = await commandWorld();
    world.commands.program = undefined;
    await window.engine.run('signIn');
    expect(window.dialogue.offered).toEqual([[MESSAGES.byCode, MESSAGES.byKey]]);
  });
});
