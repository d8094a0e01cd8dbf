import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/words/messages.ts';
import type { AccountChange } from '../../src/ports/accounts.ts';
import type { GateWindow } from './gate-world.ts';
import { createSignInWorld, DEV } from './sign-in-world.ts';

const followed = (window: GateWindow) => {
  const changes: AccountChange[] = [];
  window.engine.accounts.onDidChange((change) => changes.push(change));
  const counts = () =>
    changes.map(({ added, removed, changed }) => [added.length, removed.length, changed.length].join(' '));
  return { changes, counts };
};

async function signedIn(accessSeconds = 1_800) {
  const world = createSignInWorld({ signIn: { accessSeconds } });
  const window = await world.openSignIn();
  const { changes, counts } = followed(window);
  await world.signInByCode(window);
  await world.rest();
  return { world, window, changes, counts };
}

describe('the account of the editor', () => {
  it('is the person, with the token that the gate presents', async () => {
    const { world, window } = await signedIn();
    const [session] = world.gateway.sessions.list();
    expect(await window.engine.accounts.list()).toEqual([
      {
        id: session?.id,
        accessToken: (await window.engine.credential.credential())?.reveal(),
        account: { id: 'sso:dev', label: 'Dev' },
        scopes: ['tools:call', 'releases:read'],
      },
    ]);
  });

  it('is none while nobody is signed in, and for whoever asks for more than was granted', async () => {
    const world = createSignInWorld();
    const window = await world.openSignIn();
    expect(await window.engine.accounts.list()).toEqual([]);
    await world.signInByCode(window);
    expect(await window.engine.accounts.list(['tools:call'])).toHaveLength(1);
    expect(await window.engine.accounts.list(['keys:write'])).toEqual([]);
  });

  it('is none for a key: other extensions never get one', async () => {
    const world = createSignInWorld();
    const window = await world.openSignIn();
    const { counts } = followed(window);
    await window.signIn(world.gateway.issue().apiKey);
    expect(window.status).toBe('active');
    expect(await window.engine.accounts.list()).toEqual([]);
    expect(counts()).toEqual([]);
  });

  it('is told when it comes, when its token changes, and when it goes', async () => {
    const { world, window, counts } = await signedIn(600);
    expect(counts()).toEqual(['1 0 0']);
    await world.advance(9 * 60_000);
    expect(counts()).toEqual(['1 0 0', '0 0 1']);
    await window.engine.run('signOut');
    await world.rest();
    expect(counts()).toEqual(['1 0 0', '0 0 1', '0 1 0']);
  });

  it('is told once for many checks that find it as it was', async () => {
    const { world, counts } = await signedIn();
    await world.advance(15 * 60_000);
    expect(counts()).toEqual(['1 0 0']);
  });

  it('stays while the gateway cannot be reached', async () => {
    const { world, window, counts } = await signedIn();
    world.gateway.fail('network', { times: Infinity });
    await world.advance(45 * 60_000);
    await world.until(() => window.status === 'grace');
    expect(await window.engine.accounts.list()).toHaveLength(1);
    expect(counts()).toEqual(['1 0 0']);
  });

  it('is made by a conversation that offers no key', async () => {
    const world = createSignInWorld();
    const window = await world.openSignIn();
    window.dialogue.take(MESSAGES.byCode, MESSAGES.openPage);
    const made = window.engine.accounts.create(['tools:call']);
    await world.until(() => window.dialogue.decisions.length === 1);
    expect(window.dialogue.offered[0]).toEqual([MESSAGES.byCode]);
    const [code = ''] = /[A-Z]{4}-[A-Z]{4}/.exec(window.dialogue.decisions[0]?.text ?? '') ?? [];
    world.gateway.signIn.approve(code, DEV);
    await world.advance(6_000);
    expect((await made).account.label).toBe('Dev');
  });

  it('is not made when the person turns away', async () => {
    const world = createSignInWorld();
    const window = await world.openSignIn();
    await expect(window.engine.accounts.create()).rejects.toMatchObject({ code: 'aborted' });
  });

  it('is not what was there before when the person turns away from a new one', async () => {
    const { window } = await signedIn();
    await expect(window.engine.accounts.create()).rejects.toMatchObject({ code: 'aborted' });
    expect(window.status).toBe('active');
  });

  it('signs out when it is removed, and nothing else does', async () => {
    const { world, window } = await signedIn();
    const [session] = await window.engine.accounts.list();
    await window.engine.accounts.remove('another');
    expect(window.status).toBe('active');
    void window.engine.accounts.remove(session?.id ?? '');
    await world.until(() => window.status === 'noKey');
    await world.until(() => world.gateway.sessions.list()[0]?.status === 'revoked');
  });
});
