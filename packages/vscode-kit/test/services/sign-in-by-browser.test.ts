import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/words/messages.ts';
import type { GateWindow } from './gate-world.ts';
import { createSignInWorld, DEV, keptText, REDIRECT, type SignInWorld } from './sign-in-world.ts';

const TOKEN = '/api/v1/auth/token';

async function begin(world: SignInWorld, window: GateWindow): Promise<string> {
  const before = window.window.asked.length;
  window.dialogue.take(MESSAGES.byBrowser);
  void window.engine.run('signIn');
  await world.until(() => window.window.asked.length > before);
  await world.rest();
  return (window.window.asked.at(-1) ?? '').replace('open ', '');
}

async function begunWorld() {
  const world = createSignInWorld();
  const window = await world.openSignIn({ redirectUri: REDIRECT });
  const address = await begin(world, window);
  return { world, window, address };
}

describe('signing in with the browser', () => {
  it('opens the gate in the window that the browser comes back to', async () => {
    const { world, window, address } = await begunWorld();
    void window.engine.receive(new URL(world.gateway.signIn.authorize(address, DEV)));
    await world.until(() => window.status === 'active');
    expect(window.engine.state).toMatchObject({ identity: { principal: { name: 'Dev' } } });
    expect(await keptText(world)).not.toContain('attempt.v1');
  });

  it('asks for the very address of this editor, with a challenge and a state, and nothing secret in it', async () => {
    const { world, address } = await begunWorld();
    const { searchParams, origin } = new URL(address);
    expect(origin).toBe('https://gateway.example.com');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ response_type: 'code', client_id: 'wicketgate-vscode', redirect_uri: REDIRECT },
      ...{ code_challenge_method: 'S256' },
    });
    const kept = [...(await world.host.kept()).values()].join();
    const verifier = /"verifier\\":\\"([\w-]{43,})/.exec(kept)?.[1] ?? 'none was kept';
    expect(address).not.toContain(verifier);
  });

  it('is finished by any window of the editor, also when the one that began it is gone', async () => {
    const { world, window, address } = await begunWorld();
    window.engine.dispose();
    await world.rest();
    const other = await world.openSignIn({ redirectUri: REDIRECT });
    void other.engine.receive(new URL(world.gateway.signIn.authorize(address, DEV)));
    await world.until(() => other.status === 'active');
  });

  it('opens the window that began it as well when another one finishes', async () => {
    const { world, window, address } = await begunWorld();
    const other = await world.openSignIn({ redirectUri: REDIRECT });
    void other.engine.receive(new URL(world.gateway.signIn.authorize(address, DEV)));
    await world.until(() => other.status === 'active' && window.status === 'active');
    expect(world.gateway.sessions.list()).toHaveLength(1);
  });

  it('takes one answer: the same address a second time asks nobody', async () => {
    const { world, window, address } = await begunWorld();
    const answer = new URL(world.gateway.signIn.authorize(address, DEV));
    void window.engine.receive(answer);
    await world.until(() => window.status === 'active');
    const asked = world.gateway.requestsTo(TOKEN);
    await window.engine.receive(answer);
    await world.rest();
    expect(world.gateway.requestsTo(TOKEN)).toBe(asked);
    expect(window.status).toBe('active');
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(1);
  });

  it.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'A'.repeat(43))],
    ['no state', (url: URL) => url.searchParams.delete('state')],
    ['two states', (url: URL) => url.searchParams.append('state', 'A'.repeat(43))],
  ])('takes no answer with %s, and still takes the right one', async (_, spoil) => {
    const { world, window, address } = await begunWorld();
    const answer = world.gateway.signIn.authorize(address, DEV);
    const spoilt = new URL(answer);
    spoil(spoilt);
    await window.engine.receive(spoilt);
    await world.rest();
    expect([window.status, world.gateway.requestsTo(TOKEN)]).toEqual(['noKey', 0]);
    void window.engine.receive(new URL(answer));
    await world.until(() => window.status === 'active');
  });

  it('takes no answer that says to come from another server', async () => {
    const { world, window, address } = await begunWorld();
    const answer = new URL(world.gateway.signIn.authorize(address, DEV));
    answer.searchParams.set('iss', 'https://evil.example.com');
    void window.engine.receive(answer);
    await world.until(() => window.dialogue.told.length > 0);
    expect(window.dialogue.told.at(-1)?.text).toBe(MESSAGES.badRedirect);
    expect([window.status, world.gateway.requestsTo(TOKEN)]).toEqual(['noKey', 0]);
  });

  it('takes no answer after the person cancelled, nor after the time is over', async () => {
    const { world, window, address } = await begunWorld();
    const answer = new URL(world.gateway.signIn.authorize(address, DEV));
    window.dialogue.cancel();
    await world.rest();
    await window.engine.receive(answer);
    const later = await begin(world, window);
    const late = new URL(world.gateway.signIn.authorize(later, DEV));
    await world.advance(301_000);
    await window.engine.receive(late);
    await world.rest();
    expect([window.status, world.gateway.requestsTo(TOKEN)]).toEqual(['noKey', 0]);
    expect(await keptText(world)).not.toContain('attempt.v1');
  });

  it('takes no answer for a gateway that is no longer in use', async () => {
    const { world, window, address } = await begunWorld();
    const answer = new URL(world.gateway.signIn.authorize(address, DEV));
    world.settings.set('acme.url', 'https://other.example.com');
    await world.rest();
    await window.engine.receive(answer);
    await world.rest();
    expect(world.sent.filter(({ path }) => path === TOKEN)).toEqual([]);
    expect(window.status).toBe('noKey');
  });

  it('says that the person said no', async () => {
    const { world, window, address } = await begunWorld();
    void window.engine.receive(new URL(world.gateway.signIn.authorize(address, 'denied')));
    await world.until(() => window.dialogue.told.length > 0);
    expect(window.dialogue.told.at(-1)?.text).toBe(MESSAGES.signInDenied);
  });

  it('leaves nothing when the browser does not open', async () => {
    const world = createSignInWorld();
    const window = await world.openSignIn({ redirectUri: REDIRECT });
    window.window.opens = false;
    await begin(world, window);
    await world.rest();
    expect(await keptText(world)).not.toContain('attempt.v1');
    await world.signInByCode(window);
  });

  it('is offered only where the browser can come back', async () => {
    const world = createSignInWorld();
    const [desktop, remote] = [await world.openSignIn({ redirectUri: REDIRECT }), await world.openSignIn()];
    await desktop.engine.run('signIn');
    await remote.engine.run('signIn');
    expect(desktop.dialogue.offered).toEqual([[MESSAGES.byBrowser, MESSAGES.byCode, MESSAGES.byKey]]);
    expect(remote.dialogue.offered).toEqual([[MESSAGES.byCode, MESSAGES.byKey]]);
  });

  it('writes the code of the answer into no log', async () => {
    const { world, window, address } = await begunWorld();
    const answer = new URL(world.gateway.signIn.authorize(address, DEV));
    const code = answer.searchParams.get('code') ?? 'none';
    await window.engine.receive(new URL(`${REDIRECT}?code=${code}&state=${'A'.repeat(43)}`));
    void window.engine.receive(answer);
    await world.until(() => window.status === 'active');
    expect(JSON.stringify([window.logger.lines, window.dialogue.told, await keptText(world)])).not.toContain(code);
  });
});
