import { describe, expect, it } from 'vitest';
import { formatSession } from '../../src/rules/session-record.ts';
import { Secret } from '@wicketgate/core';
import { createCachingHost, createDesktopHost } from '../doubles/secret-hosts.ts';
import { createGateWorld, endSessions, type GateWorld } from './gate-world.ts';

const PLACE = { account: 'default', origin: 'https://gateway.example.com' };
const SESSION_NAME = 'acme.session.v1:default@https://gateway.example.com';
const RECEIPT_NAME = 'acme.receipt.v1:default@https://gateway.example.com';

async function keysKept({ host }: GateWorld): Promise<boolean> {
  return [...(await host.kept()).values()].some((text) => text.includes('"apiKey"'));
}

describe.each([
  { name: 'the desktop', createHost: createDesktopHost },
  { name: 'a browser that caches the secrets of each window', createHost: createCachingHost },
])('two windows on $name', ({ createHost }) => {
  async function twoOpenWindows() {
    const world = createGateWorld({ host: createHost() });
    const { key, apiKey } = world.gateway.issue();
    const here = world.open();
    await world.rest();
    await here.signIn(apiKey);
    const there = world.open();
    await world.until(() => there.status === 'active');
    await world.rest();
    return { world, here, there, key, apiKey };
  }

  it('shuts the other when one signs out, and tells nobody who did not ask', async () => {
    const { world, here, there } = await twoOpenWindows();
    void here.engine.run('signOut');
    await world.until(() => there.status === 'noKey');
    await world.rest();
    expect(here.engine.state).toEqual({ status: 'noKey', why: 'none' });
    expect(there.engine.state).toEqual({ status: 'noKey', why: 'none' });
    expect(there.dialogue.told).toEqual([]);
    expect(await there.engine.credential.credential()).toBeUndefined();
    expect(await keysKept(world)).toBe(false);
    expect((await world.host.kept()).has(RECEIPT_NAME)).toBe(false);
  });

  it('stays shut in a window that is opened after the sign-out', async () => {
    const { world, here, there } = await twoOpenWindows();
    await here.engine.run('signOut');
    await world.rest();
    const later = world.open();
    await world.rest();
    expect([later.status, there.status]).toEqual(['noKey', 'noKey']);
    expect(later.dialogue.told).toEqual([]);
  });

  it('shuts a window whose check is under way when the other signs out, whatever the gateway answers then', async () => {
    const { world, here, there } = await twoOpenWindows();
    const before = world.gateway.requests.length;
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = world.open({
      fetch: async (url, init) => {
        const answer = await world.gateway.fetch(url, init);
        await held;
        return answer;
      },
    });
    await world.until(() => world.gateway.requests.length > before);
    expect(slow.status).toBe('checking');
    await here.engine.run('signOut');
    await world.until(() => slow.status === 'noKey');
    release();
    await world.rest();
    expect([slow.status, there.status]).toEqual(['noKey', 'noKey']);
    expect(slow.states.map(({ status }) => status)).toEqual(['checking', 'noKey']);
    expect(await keysKept(world)).toBe(false);
  });

  it('writes no secret for a receipt that comes after the session has ended elsewhere', async () => {
    const { world, here } = await twoOpenWindows();
    await world.advance(1_000);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const sent = world.gateway.requests.length;
    const slow = world.open({
      fetch: async (url, init) => {
        const answer = await world.gateway.fetch(url, init);
        await held;
        return answer;
      },
    });
    await world.until(() => world.gateway.requests.length > sent);
    // The sign-out reaches the ledger, and its note cannot be read there when it is told.
    world.ledger.fail('read', new Error('slow disk'));
    await here.engine.run('signOut');
    await world.rest();
    world.ledger.fail('read', undefined);
    const signedOut = await world.host.kept();
    release();
    await world.rest();
    expect(slow.status).toBe('noKey');
    expect(await world.host.kept()).toEqual(signedOut);
    expect(await keysKept(world)).toBe(false);
  });

  it('does not open for an older session that comes back into the store', async () => {
    const { world, here, apiKey } = await twoOpenWindows();
    const old = (await world.host.kept()).get(SESSION_NAME) ?? '';
    expect(old).toContain(apiKey);
    await here.engine.run('signOut');
    await world.rest();
    await world.host.open().store(SESSION_NAME, old);
    const later = world.open();
    await world.rest();
    expect([here.status, later.status]).toEqual(['noKey', 'noKey']);
    expect(await later.engine.credential.credential()).toBeUndefined();
  });

  it('does not open a window that saw the sign-out when the ledger loses it', async () => {
    const { world, here, there, apiKey } = await twoOpenWindows();
    await here.engine.run('signOut');
    await world.until(() => there.status === 'noKey');
    here.engine.dispose();
    const seen = there.states.length;
    const changedAt = world.clock.now() - 60_000;
    const old = formatSession({ ...PLACE, changedAt, apiKey: new Secret(apiKey) });
    world.ledger.notes.clear();
    await world.host.open().store(SESSION_NAME, old);
    await there.engine.check();
    expect(there.status).toBe('noKey');
    expect(there.states).toHaveLength(seen);
  });

  it('does not open again by a look that began before the sign-out', async () => {
    const { world, here } = await twoOpenWindows();
    const release = world.ledger.hold();
    const looking = here.engine.check();
    await world.rest();
    const signingOut = here.engine.run('signOut');
    await world.rest();
    expect(here.status).toBe('noKey');
    const seen = here.states.length;
    release();
    await Promise.all([looking, signingOut, world.rest()]);
    expect(here.states).toHaveLength(seen);
  });

  it('notices a sign-out that nobody told of when the person comes back to the window', async () => {
    const { world, here, there } = await twoOpenWindows();
    here.engine.dispose();
    endSessions(world.ledger);
    await world.rest();
    expect(there.status).toBe('active');
    there.window.focus();
    await world.until(() => there.status === 'noKey');
  });

  it('finds the session again after a reload of every window', async () => {
    const { world, here, there } = await twoOpenWindows();
    here.engine.dispose();
    there.engine.dispose();
    const reloaded = [world.open(), world.open()];
    await world.until(() => reloaded.every(({ status }) => status === 'active'));
    expect(reloaded.flatMap(({ dialogue }) => dialogue.told)).toEqual([]);
  });
});

describe('two windows on the desktop', () => {
  it('open together when one signs in, without a message in the other', async () => {
    const world = createGateWorld({ host: createDesktopHost() });
    const [here, there] = [world.open(), world.open()];
    await world.rest();
    await here.signIn(world.gateway.issue().apiKey);
    await world.until(() => there.status === 'active');
    expect(there.dialogue.told).toEqual([]);
    expect(here.status).toBe('active');
  });

  it('both go over to a new key', async () => {
    const world = createGateWorld({ host: createDesktopHost() });
    const [here, there] = [world.open(), world.open()];
    await world.rest();
    await here.signIn(world.gateway.issue({ name: 'first' }).apiKey);
    await world.until(() => there.status === 'active');
    const second = world.gateway.issue({ name: 'second' }).apiKey;
    await here.signIn(second);
    await world.until(() => 'identity' in there.engine.state && there.engine.state.identity.key?.name === 'second');
    expect((await there.engine.credential.credential())?.reveal()).toBe(second);
  });

  it('shows an old and a new secret in any order and ends with the new one', async () => {
    const world = createGateWorld({ host: createDesktopHost() });
    const window = world.open();
    await world.rest();
    // The note of another window is here before the secret that it is about.
    const other = createGateWorld({ host: createDesktopHost() });
    const [{ apiKey }] = [other.gateway.issue(), world.gateway.issue()];
    const away = other.open();
    await Promise.all([other.advance(1), world.advance(1)]);
    await away.signIn(apiKey);
    const secret = (await other.host.kept()).get(SESSION_NAME) ?? '';
    for (const [name, note] of other.ledger.notes) await world.ledger.write(name, note);
    await world.rest();
    expect(window.dialogue.told).toEqual([]);
    await world.host.open().store(SESSION_NAME, secret);
    await world.until(() => window.status === 'active');
    await world.advance(2_000);
    expect(window.status).toBe('active');
    expect(window.dialogue.told).toEqual([]);
  });
});

describe('two windows on a browser that caches the secrets of each window', () => {
  it('says in the other that somebody signed in there, within two seconds, and opens after a reload', async () => {
    const world = createGateWorld({ host: createCachingHost() });
    const [here, there] = [world.open(), world.open()];
    await world.rest();
    await here.signIn(world.gateway.issue().apiKey);
    await world.advance(2_000);
    expect(there.engine.state).toEqual({ status: 'noKey', why: 'elsewhere' });
    expect(there.dialogue.told.at(-1)?.actions).toContain('reloadWindow');
    there.dialogue.answer('reloadWindow');
    await world.rest();
    expect(there.window.asked).toEqual(['reload']);
    there.engine.dispose();
    const reloaded = world.open();
    await world.until(() => reloaded.status === 'active');
  });

  it('never sends a key that another window has replaced', async () => {
    const world = createGateWorld({ host: createCachingHost() });
    const here = world.open();
    await world.rest();
    const first = world.gateway.issue().apiKey;
    await here.signIn(first);
    const there = world.open();
    await world.until(() => there.status === 'active');
    await here.signIn(world.gateway.issue().apiKey);
    await world.advance(2_000);
    expect(there.engine.state).toEqual({ status: 'noKey', why: 'elsewhere' });
    const sent = world.sent.length;
    expect(await there.engine.credential.credential()).toBeUndefined();
    await expect(there.engine.client.auth.me()).rejects.toMatchObject({ code: 'missing_credentials' });
    expect(world.sent).toHaveLength(sent);
  });

  it.each(['here', 'there'] as const)(
    'has one session still when the window that cannot see it signs in too, and a sign-out %s ends it everywhere',
    async (where) => {
      const world = createGateWorld({ host: createCachingHost() });
      const [here, there] = [world.open(), world.open()];
      await world.rest();
      await here.signIn(world.gateway.issue({ name: 'first' }).apiKey);
      await world.advance(2_000);
      await there.signIn(world.gateway.issue({ name: 'second' }).apiKey);
      await world.advance(2_000);
      expect([here.engine.state, there.status]).toEqual([{ status: 'noKey', why: 'elsewhere' }, 'active']);
      expect(await here.engine.credential.credential()).toBeUndefined();
      await { here, there }[where].engine.run('signOut');
      await world.advance(700_000);
      expect([here.status, there.status]).toEqual(['noKey', 'noKey']);
      const later = world.open();
      await world.advance(2_000);
      expect(later.status).toBe('noKey');
      expect(await keysKept(world)).toBe(false);
    },
  );
});

describe.each([
  { name: 'computers', createHost: createDesktopHost },
  { name: 'browsers', createHost: createCachingHost },
])('one machine from two $name, each with a secret storage of its own', ({ createHost }) => {
  function twoClients() {
    const world = createGateWorld({ host: createHost() });
    const other = createHost();
    return { world, openThere: () => world.open({ secrets: other.open() }) };
  }

  it('keeps both signed in, also after a reload', async () => {
    const { world, openThere } = twoClients();
    const { apiKey } = world.gateway.issue();
    const here = world.open();
    await world.rest();
    await here.signIn(apiKey);
    await world.advance(1_000);
    const there = openThere();
    await world.rest();
    expect(there.engine.state).toEqual({ status: 'noKey', why: 'lost' });
    await there.signIn(apiKey);
    await world.advance(2_000);
    expect([here.status, there.status]).toEqual(['active', 'active']);
    here.engine.dispose();
    const reloaded = world.open();
    await world.until(() => reloaded.status === 'active');
    expect(reloaded.dialogue.told).toEqual([]);
  });

  it('signs out in one alone', async () => {
    const { world, openThere } = twoClients();
    const { apiKey } = world.gateway.issue();
    const here = world.open();
    await world.rest();
    await here.signIn(apiKey);
    await world.advance(1_000);
    const there = openThere();
    await world.rest();
    await there.signIn(apiKey);
    await there.engine.run('signOut');
    await world.advance(2_000);
    expect([here.status, there.status]).toEqual(['active', 'noKey']);
    there.engine.dispose();
    const later = openThere();
    await world.rest();
    expect(later.engine.state).toEqual({ status: 'noKey', why: 'none' });
  });
});
