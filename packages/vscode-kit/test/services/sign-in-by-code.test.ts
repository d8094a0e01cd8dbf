import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/words/messages.ts';
import { t } from './gate-world.ts';
import { createSignInWorld, DEV, keptText } from './sign-in-world.ts';

const PAGE = 'https://gateway.example.com/activate';

async function startedWorld() {
  const world = createSignInWorld();
  return { world, window: await world.openSignIn() };
}

describe('signing in with a code', () => {
  it('opens the gate for the person, and shows who it is', async () => {
    const { world, window } = await startedWorld();
    await world.signInByCode(window);
    expect(window.engine.state).toMatchObject({ identity: { principal: { name: 'Dev' }, key: null } });
    expect(window.surface.line?.text).toContain('Dev');
    expect(window.dialogue.told.at(-1)?.text).toBe(t(MESSAGES.signedInAs, 'Dev'));
    expect((await window.engine.client.auth.me()).session?.clientId).toBe('wicketgate-vscode');
  });

  it('says the code and the page, and warns of codes of others', async () => {
    const { world, window } = await startedWorld();
    const code = await world.beginCode(window);
    expect(code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    expect(window.dialogue.decisions).toEqual([
      { text: t(MESSAGES.codeTitle, code), detail: t(MESSAGES.codeDetail, PAGE) },
    ]);
    expect(window.dialogue.progress.at(-1)).toBe(t(MESSAGES.waitingForCode, code, PAGE));
  });

  it('opens the page without the code in it, and copies the code only when the person asks for that', async () => {
    const { world, window } = await startedWorld();
    await world.beginCode(window);
    expect(window.window.asked).toEqual([`open ${PAGE}`]);
    const other = await world.openSignIn();
    other.dialogue.take(MESSAGES.byCode, MESSAGES.copyAndOpen);
    void other.engine.run('signIn');
    await world.until(() => other.window.asked.length === 2);
    expect(other.window.asked[0]).toMatch(/^copy [A-Z]{4}-[A-Z]{4}$/);
    expect(other.window.asked[1]).toBe(`open ${PAGE}`);
  });

  it('leaves everything as it was when the person turns away from the code', async () => {
    const { world, window } = await startedWorld();
    window.dialogue.take(MESSAGES.byCode, undefined);
    void window.engine.run('signIn');
    await world.until(() => window.dialogue.decisions.length === 1);
    await world.advance(30_000);
    expect(window.window.asked).toEqual([]);
    expect(world.gateway.requestsTo('/api/v1/auth/token')).toBe(0);
    expect([window.status, await keptText(world)]).toEqual(['noKey', expect.not.stringContaining('tokensKey')]);
  });

  it('ends when the person cancels, without a word, and can be begun anew', async () => {
    const { world, window } = await startedWorld();
    await world.beginCode(window);
    window.dialogue.cancel();
    await world.rest();
    const polls = world.gateway.requestsTo('/api/v1/auth/token');
    await world.advance(20_000);
    expect(world.gateway.requestsTo('/api/v1/auth/token')).toBe(polls);
    expect(window.dialogue.told).toEqual([]);
    await world.signInByCode(window);
    expect(window.status).toBe('active');
  });

  it('gives way to whoever begins anew, and to nobody while it still asks', async () => {
    const { world, window } = await startedWorld();
    const first = await world.beginCode(window);
    const second = await world.beginCode(window);
    expect(second).not.toBe(first);
    world.gateway.signIn.approve(first, DEV);
    await world.advance(6_000);
    expect(window.status).toBe('noKey');
    world.gateway.signIn.approve(second, DEV);
    await world.advance(6_000);
    await world.until(() => window.status === 'active');
    const other = await world.openSignIn();
    let answer: () => void = () => undefined;
    other.dialogue.select = () => new Promise((resolve) => (answer = () => resolve(undefined)));
    const runs = Promise.all([other.engine.run('signIn'), other.engine.run('signIn')]);
    await world.rest();
    answer();
    await runs;
  });

  it.each([
    ['denied', MESSAGES.signInDenied],
    ['expired', MESSAGES.codeExpired],
  ] as const)('says in words of its own that it was %s, and offers to try again', async (how, text) => {
    const { world, window } = await startedWorld();
    const code = await world.beginCode(window);
    if (how === 'denied') world.gateway.signIn.deny(code);
    else world.gateway.signIn.expire(code);
    await world.advance(10_000);
    await world.until(() => window.dialogue.told.length > 0);
    expect(window.dialogue.told).toEqual([{ severity: 'warning', text, actions: ['signIn', 'showOutput'] }]);
    expect(window.status).toBe('noKey');
  });

  it('says that the gateway cannot be reached', async () => {
    const { world, window } = await startedWorld();
    world.gateway.fail('network', { times: Infinity });
    window.dialogue.take(MESSAGES.byCode);
    void window.engine.run('signIn');
    await world.advance(60_000);
    expect(window.dialogue.told.at(-1)?.text).toBe(MESSAGES.signInUnreachable);
  });

  it('waits through a network that comes and goes', async () => {
    const { world, window } = await startedWorld();
    const code = await world.beginCode(window);
    world.gateway.fail('network', { times: 3 });
    await world.advance(30_000);
    world.gateway.signIn.approve(code, DEV);
    await world.advance(60_000);
    await world.until(() => window.status === 'active');
  });

  it('keeps the tokens sealed, and writes them down nowhere else', async () => {
    const { world, window } = await startedWorld();
    await world.signInByCode(window);
    const token = (await window.engine.credential.credential())?.reveal() ?? '';
    expect(token.split('.')).toHaveLength(3);
    const kept = await keptText(world);
    expect(kept).toContain('tokensKey');
    const said = JSON.stringify([
      ...[window.logger.lines, window.dialogue.told, window.dialogue.decisions, window.window.asked],
      ...[window.states, await window.engine.diagnostics(), world.settings.places('acme.url')],
    ]);
    for (const text of [token, token.split('.')[2] ?? '', '_rt_', '_dc_']) {
      expect(kept).not.toContain(text);
      expect(said).not.toContain(text);
    }
  });

  it('offers the key among the ways, and takes one', async () => {
    const { world, window } = await startedWorld();
    window.dialogue.take(MESSAGES.byKey);
    window.dialogue.type(world.gateway.issue().apiKey);
    void window.engine.run('signIn');
    await world.until(() => window.status === 'active');
    expect(window.dialogue.offered[0]).toEqual([MESSAGES.byCode, MESSAGES.byKey]);
  });

  it('is a key alone for an extension without an id at the gateway', async () => {
    const world = createSignInWorld();
    const window = world.open();
    await world.rest();
    await window.engine.run('signIn');
    expect(window.dialogue.offered).toEqual([]);
    expect(window.dialogue.asked).toHaveLength(1);
  });

  it('asks for the address first when there is none', async () => {
    const world = createSignInWorld({ settings: { 'acme.url': '' } });
    const window = await world.openSignIn();
    expect(window.surface.line?.tooltip).toContain(MESSAGES.noUrlSignInAdvice);
    window.dialogue.type('https://gateway.example.com');
    await world.signInByCode(window);
    expect(window.status).toBe('active');
  });

  it('ends the sign-in that it replaces at the gateway', async () => {
    const { world, window } = await startedWorld();
    await world.signInByCode(window);
    await world.signInByCode(window, { principal: { id: 'sso:other', name: 'Other' } });
    await world.until(() => window.surface.line?.text.includes('Other') === true);
    await world.until(() => world.gateway.sessions.list({ status: 'active' }).length === 1);
    expect(world.gateway.sessions.list({ status: 'active' })[0]?.principal.id).toBe('sso:other');
    expect(world.notes.notes.size).toBe(1);
  });
});
