import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/words/messages.ts';
import { type GateWindow, ME } from './gate-world.ts';
import { createSignInWorld, DEV, keptText, REDIRECT, type SignInWorld } from './sign-in-world.ts';

const TOKEN = '/api/v1/auth/token';
const STRANGER = new URL(`${REDIRECT}?code=wg_ac_x&state=${'A'.repeat(43)}`);

async function begun(make: (window: GateWindow) => Promise<unknown> = (window) => window.engine.run('signIn')) {
  const world = createSignInWorld();
  const window = await world.openSignIn({ redirectUri: REDIRECT });
  window.dialogue.take(MESSAGES.byBrowser);
  const ended = { is: false };
  const made = make(window);
  const end = () => (ended.is = true);
  made.then(end, end);
  await world.until(() => window.window.asked.length > 0);
  await world.rest();
  const address = (window.window.asked.at(-1) ?? '').replace('open ', '');
  return { world, window, made, ended, answer: () => new URL(world.gateway.signIn.authorize(address, DEV)) };
}

const told = ({ dialogue }: GateWindow) => dialogue.told.map(({ text }) => text);

describe('a sign-in in the browser', () => {
  it('is awaited to its end by whoever asked for an account', async () => {
    const { world, window, made, answer } = await begun((opened) => opened.engine.accounts.create(['tools:call']));
    void window.engine.receive(answer());
    await world.until(() => window.status === 'active');
    await world.rest();
    expect(await made).toMatchObject({ account: { label: 'Dev' } });
  });

  it('is awaited also when another window finishes it', async () => {
    const { world, window, made, answer } = await begun((opened) => opened.engine.accounts.create());
    const other = await world.openSignIn({ redirectUri: REDIRECT });
    void other.engine.receive(answer());
    await world.until(() => window.status === 'active');
    await world.rest();
    expect(await made).toMatchObject({ account: { label: 'Dev' } });
  });

  it('is not awaited for ever when the other window fails', async () => {
    const { world, window, ended, answer } = await begun();
    const other = await world.openSignIn({ redirectUri: REDIRECT });
    const back = answer();
    world.gateway.fail('network', { times: Infinity });
    void other.engine.receive(back);
    await world.advance(20_000);
    expect([ended.is, window.status]).toEqual([true, 'noKey']);
  });

  it('says when the browser did not come back in time', async () => {
    const { world, window, ended } = await begun();
    await world.advance(301_000);
    expect([ended.is, told(window)]).toEqual([true, [MESSAGES.browserLate]]);
  });

  it('says when the browser comes back too late, or for nobody', async () => {
    const { world, window, answer } = await begun();
    window.dialogue.cancel();
    await world.rest();
    void window.engine.receive(answer());
    await world.until(() => told(window).length > 0);
    expect(told(window)).toEqual([MESSAGES.badRedirect]);
    expect(window.dialogue.told[0]?.actions).toEqual(['signIn']);
  });

  it('lets no stranger be a nuisance with links', async () => {
    const { world, window, answer } = await begun();
    for (let link = 0; link < 20; link++) await window.engine.receive(STRANGER);
    expect(told(window)).toEqual([]);
    void window.engine.receive(answer());
    await world.until(() => window.status === 'active');
    await world.rest();
    const before = told(window);
    for (let link = 0; link < 20; link++) await window.engine.receive(STRANGER);
    expect(told(window)).toEqual(before);
    const other = createSignInWorld();
    const shut = await other.openSignIn({ redirectUri: REDIRECT });
    for (let link = 0; link < 20; link++) await shut.engine.receive(STRANGER);
    await other.rest();
    expect(told(shut)).toEqual([MESSAGES.badRedirect]);
  });

  it.each([
    ['here', (window: GateWindow) => window],
    ['in another window', (_: GateWindow, other: GateWindow) => other],
  ])('is over when the person signs out %s, and leaves nothing', async (_, which) => {
    const { world, window, ended, answer } = await begun();
    const other = await world.openSignIn({ redirectUri: REDIRECT });
    const back = answer();
    await which(window, other).engine.run('signOut');
    await world.rest();
    expect(await keptText(world)).not.toContain('attempt.v1');
    await other.engine.receive(back);
    await world.advance(16_000);
    expect([ended.is, window.status, world.gateway.requestsTo(TOKEN)]).toEqual([true, 'noKey', 0]);
  });

  it('that a closed window left is forgotten by a sign-out, at whatever gateway', async () => {
    const { world, window } = await begun();
    window.engine.dispose();
    await world.rest();
    expect(await keptText(world)).toContain('attempt.v1');
    world.settings.set('acme.url', 'https://other.example.com');
    const later = await world.openSignIn();
    await later.engine.run('signOut');
    await world.rest();
    expect(await keptText(world)).not.toContain('attempt.v1');
  });

  it('can be cancelled while the gateway does not answer yet', async () => {
    const world = createSignInWorld();
    const window = await world.openSignIn({ redirectUri: REDIRECT, fetch: () => new Promise(() => undefined) });
    window.dialogue.take(MESSAGES.byBrowser);
    const run = window.engine.run('signIn');
    await world.until(() => window.dialogue.progress.includes(MESSAGES.waitingForBrowser));
    window.dialogue.cancel();
    await world.rest();
    await run;
    expect([told(window), window.window.asked]).toEqual([[], []]);
  });
});

describe('what waits for a code', () => {
  const waiting = async () => {
    const world: SignInWorld = createSignInWorld();
    const window = await world.openSignIn();
    const code = await world.beginCode(window);
    return { world, window, code };
  };
  /** Whoever begins anew waits for a conversation that has not ended: it would show nothing. */
  const isOver = async (world: SignInWorld, window: GateWindow) => {
    const polls = world.gateway.requestsTo(TOKEN);
    await world.advance(20_000);
    return (
      world.gateway.requestsTo(TOKEN) === polls &&
      window.dialogue.told.every(({ text }) => text !== MESSAGES.signInFailed)
    );
  };

  it('does not sign in whoever signed out meanwhile', async () => {
    const { world, window, code } = await waiting();
    await window.engine.run('signOut');
    world.gateway.signIn.approve(code, DEV);
    expect(await isOver(world, window)).toBe(true);
    expect(window.status).toBe('noKey');
  });

  it('does not sign in whoever signed out when the tokens were there already', async () => {
    const world = createSignInWorld();
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const window = await world.openSignIn({
      fetch: async (url, init) => {
        if (url.endsWith(ME)) await held;
        return world.gateway.fetch(url, init);
      },
    });
    world.gateway.signIn.approve(await world.beginCode(window), DEV);
    await world.advance(5_000);
    await world.until(() => world.gateway.sessions.list().length === 1);
    await window.engine.run('signOut');
    goOn();
    await world.until(() => world.gateway.sessions.list({ status: 'active' }).length === 0);
    await world.rest();
    expect([window.status, world.notes.notes.size]).toEqual(['noKey', 0]);
  });

  it('ends when a key is entered, and when another window signs in', async () => {
    const { world, window } = await waiting();
    const other = await world.openSignIn();
    await world.beginCode(other);
    await window.signIn(world.gateway.issue().apiKey);
    await world.until(() => other.status === 'active');
    expect(await isOver(world, window)).toBe(true);
  });

  it('ends when the gateway changes', async () => {
    const { world, window, code } = await waiting();
    world.settings.set('acme.url', 'https://other.example.com');
    await world.rest();
    world.gateway.signIn.approve(code, DEV);
    expect(await isOver(world, window)).toBe(true);
    expect([window.status, world.gateway.sessions.list()]).toEqual(['noKey', []]);
  });

  it('goes on when the clipboard takes nothing', async () => {
    const world = createSignInWorld();
    const window = await world.openSignIn();
    window.window.copies = false;
    window.dialogue.take(MESSAGES.byCode, MESSAGES.copyAndOpen);
    void window.engine.run('signIn');
    await world.until(() => window.window.asked.length === 2);
    expect([window.window.asked[1], told(window)]).toEqual(['open https://gateway.example.com/activate', []]);
  });

  it('is not begun where its tokens could not be kept, which is said before anybody allows it', async () => {
    const world = createSignInWorld();
    const window = await world.openSignIn({ redirectUri: REDIRECT });
    world.notes.fail('exclusively', new Error('read-only'));
    for (const way of [MESSAGES.byCode, MESSAGES.byBrowser]) {
      window.dialogue.take(way);
      await window.engine.run('signIn');
    }
    await world.rest();
    expect(told(window)).toEqual([MESSAGES.tokensUnkept, MESSAGES.tokensUnkept]);
    expect([world.sent, window.dialogue.decisions, window.window.asked]).toEqual([[], [], []]);
  });

  it.each(['', 'AB\nrm -rf ~', '[x](command:y)', 'A'.repeat(61)])(
    'shows and copies no code such as %j',
    async (userCode) => {
      const world = createSignInWorld();
      const window = await world.openSignIn({
        fetch: async (url, init) => {
          const answer = await world.gateway.fetch(url, init);
          if (!url.endsWith('/device/code')) return answer;
          return Response.json({ ...((await answer.json()) as object), user_code: userCode });
        },
      });
      window.dialogue.take(MESSAGES.byCode, MESSAGES.copyAndOpen);
      void window.engine.run('signIn');
      await world.until(() => told(window).length > 0);
      expect([window.dialogue.decisions, window.window.asked]).toEqual([[], []]);
    },
  );
});
