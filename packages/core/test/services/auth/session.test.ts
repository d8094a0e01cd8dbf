import { createMemoryTokenStore } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../../src/ports/fetch.ts';
import { Secret } from '../../../src/words/secret.ts';
import { createGatewayClient } from '../../../src/services/gateway-client.ts';
import { failureOf } from '../../fake-world.ts';
import {
  changesOf,
  createSignInWorld,
  jsonAnswer,
  openSignIn,
  REVOKE_PATH,
  scripted,
  TOKEN_PATH,
} from '../../sign-in-world.ts';

const MINUTE = 60_000;

async function signedIn(world = createSignInWorld(), change: Parameters<typeof world.session>[0] = {}) {
  const session = world.session(change);
  const tokens = await openSignIn(world);
  await session.save(tokens);
  return { world, session, tokens };
}

const text = async (credential: Promise<Secret | undefined>) => (await credential)?.reveal();

describe('a session', () => {
  it('has no credential before anybody has signed in', async () => {
    const session = createSignInWorld().session();
    expect(await session.credential()).toBeUndefined();
    expect(await session.lastCredential()).toBeUndefined();
    expect(await session.current()).toBeUndefined();
    expect(await session.renew(new Secret('whatever-was-refused'))).toBeUndefined();
    expect(await session.signOut()).toEqual({ wasSignedIn: false, revoked: false });
  });

  it('keeps a sign-in under a hash, and shows who it is and never a token', async () => {
    const { world, session, tokens } = await signedIn();
    expect(await text(session.credential())).toBe(tokens.accessToken.reveal());
    expect(await session.current()).toEqual({
      issuer: world.gateway.url,
      clientId: 'wicketgate-cli',
      person: { id: 'owner-1', email: null, name: 'Ada' },
      scopes: [],
      accessExpiresAt: tokens.accessExpiresAt,
      refreshable: true,
      savedAt: world.clock.now(),
      dpop: false,
      store: 'memory',
    });
    expect([...world.store.records.keys()]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  it('is open for another object over the same store, and closed for another application, profile or gateway', async () => {
    const { world, tokens } = await signedIn();
    expect(await text(world.session().credential())).toBe(tokens.accessToken.reveal());
    for (const change of [
      { clientId: 'wicketgate-vscode' },
      { profile: 'work' },
      { url: 'https://other.example.com' },
    ]) {
      expect(await world.session(change).credential()).toBeUndefined();
    }
  });

  it('signs in without a name while the gateway does not say who it is, and learns it with the next refresh', async () => {
    const world = createSignInWorld();
    world.gateway.fail('network', { path: '/api/v1/me' });
    const { session, tokens } = await signedIn(world);
    expect((await session.current())?.person).toBeUndefined();
    await world.settled(session.renew(tokens.accessToken));
    expect((await session.current())?.person).toMatchObject({ name: 'Ada' });
    expect((await world.session().current())?.person).toMatchObject({ name: 'Ada' });
  });

  it('ends the older sign-in at the gateway when somebody signs in over it', async () => {
    const { world, session } = await signedIn();
    const older = world.gateway.sessions;
    await session.save(await openSignIn(world, 'Grace'));
    expect((await session.current())?.person?.name).toBe('Grace');
    expect(older.list({ status: 'revoked' })).toHaveLength(1);
    expect(older.list({ status: 'active' })).toHaveLength(1);
  });

  it('may be given the same tokens once more', async () => {
    const { world, session, tokens } = await signedIn();
    await session.save(tokens);
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(1);
  });
});

describe('refreshing', () => {
  it('asks twice a second at most for tokens that are over as soon as they come', async () => {
    const { world, session } = await signedIn();
    const fetch: Fetch = async (url, init) => {
      const answer = await world.options.fetch(url, init);
      if (!url.endsWith(TOKEN_PATH) || answer.status !== 200) return answer;
      return jsonAnswer(200, { ...((await (answer as Response).json()) as object), expires_in: 0 });
    };
    await session.close();
    const flooded = world.session({ fetch });
    await flooded.lastCredential();
    await world.until(() => world.refreshes() > 0, 10_000);
    const [before, endsAt] = [world.refreshes(), world.clock.now() + 10_000];
    await world.until(() => world.clock.now() >= endsAt, 50);
    expect(world.refreshes() - before).toBeGreaterThan(5);
    expect(world.refreshes() - before).toBeLessThanOrEqual(20);
    await flooded.close();
  });

  it('leaves a fresh token alone, and refreshes in the background from five minutes before its end', async () => {
    const { world, session, tokens } = await signedIn(createSignInWorld(), { refresh: 'timer' });
    await session.close();
    const lazy = world.session();
    await world.clock.advance(25 * MINUTE - 1);
    expect(await text(lazy.credential())).toBe(tokens.accessToken.reveal());
    expect(world.refreshes()).toBe(0);
    await world.clock.advance(1);
    expect(await text(lazy.credential())).toBe(tokens.accessToken.reveal());
    await world.until(() => world.refreshes() > 0);
    await world.settled(untilOther(lazy, tokens.accessToken));
    expect(world.refreshes()).toBe(1);
    expect(world.clock.now()).toBeLessThan(tokens.accessExpiresAt);
  });

  it('refreshes by itself before the end, spread over 20 seconds, when nobody asks', async () => {
    const { world, session, tokens } = await signedIn();
    const changes = changesOf(session);
    await world.clock.advance(25 * MINUTE - 1);
    expect(world.refreshes()).toBe(0);
    await world.until(() => changes.length > 0, 1_000);
    expect(world.clock.now()).toBeLessThanOrEqual(tokens.accessExpiresAt - 5 * MINUTE + 20_000 + 1_000);
    expect(world.refreshes()).toBe(1);
    expect(changes).toMatchObject([{ kind: 'refreshed', session: { store: 'memory' } }]);
    await session.close();
    expect(world.clock.sleepers).toBe(0);
  });

  it('goes on after another was killed over its refresh, though the last of them wakes last', async () => {
    const { world, tokens } = await signedIn(createSignInWorld(), { refresh: 'asked' });
    // The gateway has refreshed it; the answer comes to nobody, and the lock is free.
    const killed: Fetch = async (url, init) => {
      const never = new Promise<never>(() => undefined);
      if (world.refreshes() > 0) return never;
      const answer = await world.options.fetch(url, init);
      return url.endsWith(TOKEN_PATH) ? never : answer;
    };
    const unlocked = { ...world.store, exclusively: <T>(_: string, work: () => Promise<T>) => work() };
    const first = world.session({ store: unlocked, fetch: killed, random: (bytes) => bytes.fill(0) });
    const last = world.session({ random: (bytes) => bytes.fill(255) });
    await Promise.all([first.credential(), last.credential()]);
    const changes = changesOf(last);
    await world.until(() => changes.length > 0, 1_000);
    expect(changes).toMatchObject([{ kind: 'refreshed' }]);
    expect(world.refreshes()).toBe(2);
    expect(await text(last.credential())).not.toBe(tokens.accessToken.reveal());
  });

  it('waits for the refresh when the token is over', async () => {
    const { world, session, tokens } = await signedIn(createSignInWorld(), { refresh: 'asked' });
    await world.clock.advance(30 * MINUTE);
    expect(await text(session.lastCredential())).toBe(tokens.accessToken.reveal());
    const credential = await text(world.settled(session.credential()));
    expect(credential).not.toBe(tokens.accessToken.reveal());
    expect(world.refreshes()).toBe(1);
  });

  it('waits while the token ages in a program that ends soon, and does without when that fails', async () => {
    const { world, session, tokens } = await signedIn(createSignInWorld(), { refresh: 'asked' });
    expect(world.clock.sleepers).toBe(0);
    await world.clock.advance(26 * MINUTE);
    world.gateway.fail('network', { path: TOKEN_PATH, times: 3 });
    expect(await text(world.settled(session.credential(), 100))).toBe(tokens.accessToken.reveal());
    await world.clock.advance(MINUTE);
    expect(await text(world.settled(session.credential()))).not.toBe(tokens.accessToken.reveal());
  });

  it('shares one refresh among a hundred callers', async () => {
    const { world, session } = await signedIn(createSignInWorld(), { refresh: 'asked' });
    await world.clock.advance(31 * MINUTE);
    const all = await world.settled(Promise.all(Array.from({ length: 100 }, () => text(session.credential()))));
    expect(new Set(all).size).toBe(1);
    expect(world.refreshes()).toBe(1);
  });

  it('shares one refresh among sessions over one store: the others follow', async () => {
    const { world, session } = await signedIn(createSignInWorld(), { refresh: 'asked' });
    const others = Array.from({ length: 5 }, () => world.session({ refresh: 'asked' }));
    await Promise.all(others.map((other) => other.credential()));
    const changes = others.map((other) => changesOf(other));
    await world.clock.advance(31 * MINUTE);
    const all = await world.settled(Promise.all([session, ...others].map((each) => text(each.credential()))));
    expect(new Set(all).size).toBe(1);
    expect(world.refreshes()).toBe(1);
    expect(changes.map(([change]) => change?.kind)).toEqual(others.map(() => 'refreshed'));
  });

  it('goes on to its end when all who wait for it have left', async () => {
    const { world, session, tokens } = await signedIn(createSignInWorld(), { refresh: 'asked' });
    await world.clock.advance(31 * MINUTE);
    const leave = new AbortController();
    const waiting = session.credential(leave.signal);
    leave.abort(new Error('enough'));
    expect(await failureOf(waiting)).toMatchObject({ code: 'aborted' });
    await world.settled(session.close());
    expect(await text(world.session().lastCredential())).not.toBe(tokens.accessToken.reveal());
  });

  it('renews a refused token once, and gives whoever comes later the newer one without asking', async () => {
    const { world, session, tokens } = await signedIn();
    const [one, two] = await world.settled(
      Promise.all([text(session.renew(tokens.accessToken)), text(session.renew(tokens.accessToken))]),
    );
    expect(one).toBe(two);
    expect(one).not.toBe(tokens.accessToken.reveal());
    expect(await text(session.renew(tokens.accessToken))).toBe(one);
    expect(await text(world.session().renew(tokens.accessToken))).toBe(one);
    expect(world.refreshes()).toBe(1);
    await session.close();
  });

  it('lets a client of the gateway go on after a 401, once, and throws the second', async () => {
    const { world, session } = await signedIn();
    const { options } = world;
    const client = createGatewayClient({ ...options, credential: session, middleware: [session.middleware] });
    await world.clock.advance(1);
    world.gateway.signIn.expireAccessTokens();
    await world.clock.advance(1);
    expect(await world.settled(client.auth.me())).toMatchObject({ principal: { id: 'owner-1' } });
    expect(world.refreshes()).toBe(1);
    world.gateway.fail({ code: 'session_ended' }, { path: '/api/v1/me', times: 2 });
    expect(await failureOf(world.settled(client.auth.me()))).toMatchObject({ code: 'session_ended' });
    expect(world.refreshes()).toBe(2);
    await session.close();
  });

  it('keeps the refresh token where no new one comes', async () => {
    const world = createSignInWorld();
    const answer = { access_token: 'an-access-token', token_type: 'bearer', expires_in: 1_800 };
    const fetch = scripted({ [TOKEN_PATH]: () => jsonAnswer(200, answer) }, world.options.fetch);
    const { session, tokens } = await signedIn(world, { fetch, refresh: 'asked' });
    expect(await text(world.settled(session.renew(tokens.accessToken)))).toBe('an-access-token');
    const [record] = world.store.records.values();
    expect(record?.reveal()).toContain(tokens.refreshToken?.reveal());
  });

  it('ends a sign-in without a refresh token with its access token', async () => {
    const world = createSignInWorld();
    const session = world.session();
    const tokens = { ...(await openSignIn(world)), refreshToken: undefined };
    expect(await session.save(tokens)).toMatchObject({ refreshable: false });
    const changes = changesOf(session);
    await world.clock.advance(30 * MINUTE - 1);
    expect(await text(session.credential())).toBe(tokens.accessToken.reveal());
    await world.clock.advance(1);
    expect(await session.credential()).toBeUndefined();
    expect(changes).toEqual([{ kind: 'signed_out', because: 'refused' }]);
    expect(world.store.records.size).toBe(0);
    expect(world.refreshes()).toBe(0);
  });

  it('does not mind a clock that is set: back it waits for the 401, forth it refreshes', async () => {
    const { world, session, tokens } = await signedIn(createSignInWorld(), { refresh: 'asked' });
    const start = world.clock.now();
    world.clock.set(start - 24 * 60 * MINUTE);
    expect(await text(session.credential())).toBe(tokens.accessToken.reveal());
    const renewed = await text(world.settled(session.renew(tokens.accessToken)));
    expect(renewed).not.toBe(tokens.accessToken.reveal());
    world.clock.set(start + 60 * MINUTE);
    expect(await text(world.settled(session.credential()))).not.toBe(renewed);
    expect((await session.current())?.accessExpiresAt).toBe(world.clock.now() + 30 * MINUTE);
  });
});

describe('signing out', () => {
  it('forgets the sign-in, ends it at the gateway and tells it once', async () => {
    const { world, session } = await signedIn();
    const changes = changesOf(session);
    expect(await session.signOut()).toEqual({ wasSignedIn: true, revoked: true });
    expect(await session.signOut()).toEqual({ wasSignedIn: false, revoked: false });
    expect(changes).toEqual([{ kind: 'signed_out', because: 'person' }]);
    expect(await session.credential()).toBeUndefined();
    expect(world.store.records.size).toBe(0);
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(0);
    await world.clock.advance(60 * MINUTE);
    expect(world.refreshes()).toBe(0);
  });

  it('forgets it here also when the gateway cannot be told, and says so', async () => {
    const { world, session } = await signedIn();
    world.gateway.fail('network', { times: Infinity });
    expect(await world.settled(session.signOut(), 100)).toEqual({ wasSignedIn: true, revoked: false });
    expect(await session.credential()).toBeUndefined();
    expect(world.store.records.size).toBe(0);
    expect(
      world.gateway.requestsTo(REVOKE_PATH) + world.gateway.requestsTo('/.well-known/oauth-authorization-server'),
    ).toBeGreaterThan(1);
  });

  it.each(['here', 'in another process'])(
    'ends it also while it is refreshed %s, and nothing of it comes back',
    async (where) => {
      const { world, session } = await signedIn(createSignInWorld(), { refresh: 'asked' });
      const gate = createGate();
      const fetch: Fetch = async (url, init) => {
        const answer = await world.options.fetch(url, init);
        if (url.endsWith(TOKEN_PATH)) await gate.pass();
        return answer;
      };
      const refresher = world.session({ fetch, refresh: 'asked' });
      await world.clock.advance(31 * MINUTE);
      const refreshing = refresher.credential();
      await gate.reached;
      const ended = (where === 'here' ? refresher : session).signOut();
      gate.open();
      await world.settled(refreshing);
      expect(await world.settled(ended, 25)).toEqual({ wasSignedIn: true, revoked: true });
      expect(world.store.records.size).toBe(0);
      expect(world.gateway.sessions.list({ status: 'active' })).toEqual([]);
      await world.clock.advance(31 * MINUTE);
      expect(await world.settled(refresher.credential())).toBeUndefined();
      expect(world.refreshes()).toBe(1);
    },
  );

  it('leaves all as it is when its caller leaves while another holds the lock', async () => {
    const { world, session, tokens } = await signedIn(createSignInWorld(), { refresh: 'asked' });
    const changes = changesOf(session);
    const gate = createGate();
    const [account = ''] = world.store.records.keys();
    const holding = world.store.exclusively(account, () => gate.pass());
    await gate.reached;
    const leave = new AbortController();
    const leaving = session.signOut(leave.signal);
    leaving.catch(() => undefined);
    await world.clock.advance(1_000);
    leave.abort();
    expect(await failureOf(leaving)).toMatchObject({ code: 'aborted' });
    gate.open();
    await holding;
    expect(await text(session.credential())).toBe(tokens.accessToken.reveal());
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(1);
    expect(changes).toEqual([]);
  });

  it('is seen by another session when it looks, and no token comes back to life', async () => {
    const { world, session, tokens } = await signedIn(createSignInWorld(), { refresh: 'asked' });
    const other = world.session({ refresh: 'asked' });
    await other.credential();
    const changes = changesOf(other);
    await session.signOut();
    expect(await other.renew(tokens.accessToken)).toBeUndefined();
    expect(changes).toEqual([{ kind: 'signed_out', because: 'elsewhere' }]);
    expect(world.store.records.size).toBe(0);
    await session.save(await openSignIn(world, 'Grace'));
    expect((await other.current())?.person?.name).toBe('Grace');
    expect(changes.at(-1)).toMatchObject({ kind: 'signed_in', session: { person: { name: 'Grace' } } });
  });
});

describe('an open session', () => {
  it('answers nothing after it was closed', async () => {
    const { world, session } = await signedIn();
    await session.close();
    await session.close();
    for (const call of [session.credential(), session.current(), session.signOut()]) {
      expect(await failureOf(call)).toMatchObject({ code: 'closed' });
    }
    expect(world.clock.sleepers).toBe(0);
  });

  it('tells every listener, whatever another does, until it is ended', async () => {
    const { session } = await signedIn();
    const heard: string[] = [];
    session.onChange(() => {
      throw new Error('a listener fails');
    });
    const end = session.onChange(({ kind }) => heard.push(kind));
    await session.signOut();
    end();
    await session.save(await openSignIn(createSignInWorld()));
    expect(heard).toEqual(['signed_out']);
  });

  it('waits for a refresh under way when it is closed, which is stored then', async () => {
    const { world, tokens } = await signedIn(createSignInWorld(), { refresh: 'asked' });
    const gate = createGate();
    const fetch: Fetch = async (url, init) => {
      if (url.endsWith(TOKEN_PATH)) await gate.pass();
      return world.options.fetch(url, init);
    };
    const session = world.session({ fetch, refresh: 'asked' });
    await world.clock.advance(31 * MINUTE);
    const leave = new AbortController();
    const left = session.credential(leave.signal);
    left.catch(() => undefined);
    await gate.reached;
    leave.abort();
    let isClosed = false;
    const closing = session.close().then(() => (isClosed = true));
    await world.clock.advance(1_000);
    expect(isClosed).toBe(false);
    gate.open();
    await world.settled(closing);
    expect(await text(world.session({ refresh: 'asked' }).lastCredential())).not.toBe(tokens.accessToken.reveal());
  });

  it.each(['current', 'credential'] as const)('takes no late answer of its store for news: %s()', async (call) => {
    const world = createSignInWorld();
    const gate = createGate();
    let loads = 0;
    const load: typeof world.store.load = async (account) => {
      const isFirst = loads++ === 0;
      const found = await world.store.load(account);
      if (isFirst) await gate.pass();
      return found;
    };
    const session = world.session({ store: { ...world.store, load } });
    const looking = session[call]();
    await gate.reached;
    const tokens = await openSignIn(world);
    await session.save(tokens);
    const changes = changesOf(session);
    gate.open();
    expect(await looking).toBeDefined();
    expect(changes).toEqual([]);
    expect(await text(session.lastCredential())).toBe(tokens.accessToken.reveal());
    await session.close();
  });

  it('goes on when a listener fails later than it was told', async () => {
    const warnings: string[] = [];
    const warn = (_: unknown, said: string) => warnings.push(said);
    const logger = { debug: () => undefined, info: () => undefined, error: () => undefined, warn };
    const { session } = await signedIn(createSignInWorld(), { logger });
    const failing: () => unknown = async () => {
      await Promise.resolve();
      throw new Error('planted-text');
    };
    session.onChange(failing);
    await session.signOut();
    expect(warnings).toEqual(['a listener of a session failed']);
  });

  it('is made with options that it can take alone', () => {
    const world = createSignInWorld();
    for (const change of [{ profile: '' }, { profile: 'a/b' }, { profile: 'x'.repeat(65) }, { clientId: '' }]) {
      expect(() => world.session(change)).toThrow(TypeError);
    }
    expect(() => world.session({ profile: 'x'.repeat(64), store: createMemoryTokenStore() })).not.toThrow();
  });
});

/** Holds up whoever passes until it is opened. */
function createGate() {
  const gate: { arrive?: () => void; open?: () => void } = {};
  const reached = new Promise<void>((resolve) => (gate.arrive = resolve));
  const opened = new Promise<void>((resolve) => (gate.open = resolve));
  const pass = () => {
    gate.arrive?.();
    return opened;
  };
  return { reached, pass, open: () => gate.open?.() };
}

/** Asks until there is another token: a refresh in the background signs and verifies in real time. */
async function untilOther(session: { lastCredential(): Promise<Secret | undefined> }, old: Secret): Promise<void> {
  while ((await session.lastCredential())?.reveal() === old.reveal()) await new Promise((next) => setImmediate(next));
}
