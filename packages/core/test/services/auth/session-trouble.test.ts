import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { WicketgateError } from '../../../src/words/errors.ts';
import type { Logger } from '../../../src/ports/logger.ts';
import type { Session } from '../../../src/services/auth/session-options.ts';
import { Secret } from '../../../src/words/secret.ts';
import { failureOf } from '../../fake-world.ts';
import {
  changesOf,
  createSignInWorld,
  createSpoiltStore,
  METADATA_PATH,
  openSignIn,
  scripted,
  jsonAnswer,
  type SignInWorld,
  TOKEN_PATH,
} from '../../sign-in-world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const text = async (credential: Promise<Secret | undefined>) => (await credential)?.reveal();

async function spoiltWorld() {
  const world = createSignInWorld();
  const { store, failing } = createSpoiltStore(world.store);
  const session = world.session({ store, refresh: 'asked' });
  const tokens = await openSignIn(world);
  await session.save(tokens);
  return { world, store, failing, session, tokens, changes: changesOf(session) };
}

/** Refreshes behind the back of a session, as another process does. */
async function refreshElsewhere(world: SignInWorld): Promise<string> {
  const other = world.session({ refresh: 'asked' });
  const worn = await other.lastCredential();
  return (worn && (await text(world.settled(other.renew(worn))))) ?? '';
}

describe('network trouble', () => {
  it('signs nobody out, for days: the token serves while it lives, and then whoever asks is told', async () => {
    const { world, session, tokens, changes } = await spoiltWorld();
    world.gateway.fail('network', { times: Infinity });
    await world.clock.advance(27 * MINUTE);
    expect(await text(world.settled(session.credential(), 100))).toBe(tokens.accessToken.reveal());
    await world.clock.advance(5 * DAY);
    expect(await failureOf(world.settled(session.credential(), 100))).toMatchObject({ code: 'offline' });
    expect(await text(session.lastCredential())).toBe(tokens.accessToken.reveal());
    expect(changes).toEqual([]);
    world.gateway.heal();
    expect(await text(world.settled(session.credential()))).not.toBe(tokens.accessToken.reveal());
    expect(changes).toMatchObject([{ kind: 'refreshed' }]);
  });

  it.each([
    [{ oauth: 'temporarily_unavailable' }, 'unavailable'],
    [{ code: 'too_many_requests' }, 'too_many_requests'],
    [{ status: 502, body: 'bad gateway' }, 'unavailable'],
    [{ oauth: 'server_error' }, 'internal_error'],
    ['html', 'bad_answer'],
    ['truncate', 'bad_answer'],
    ['redirect', 'redirected'],
    [{ oauth: 'invalid_client' }, 'sign_in_refused'],
    [{ oauth: 'invalid_request' }, 'sign_in_refused'],
  ] as const)('keeps the sign-in when a refresh is answered with %j', async (how, code) => {
    const { world, session, changes } = await spoiltWorld();
    await world.clock.advance(31 * MINUTE);
    world.gateway.fail(how, { path: TOKEN_PATH, times: 3 });
    const error = await failureOf(world.settled(session.credential(), 100));
    expect(error).toMatchObject({ code });
    expect(world.store.records.size).toBe(1);
    expect(changes).toEqual([]);
    world.gateway.heal();
    await world.clock.advance(MINUTE);
    expect(await text(world.settled(session.credential()))).toBeDefined();
  });

  it('holds off as long as the gateway asks, and no longer', async () => {
    const { world, session } = await spoiltWorld();
    await world.clock.advance(31 * MINUTE);
    await world.settled(session.lastCredential());
    world.gateway.fail({ oauth: 'temporarily_unavailable', retryAfterSeconds: 45 }, { path: TOKEN_PATH });
    expect(await failureOf(world.settled(session.credential()))).toMatchObject({
      code: 'unavailable',
      retryAfterMs: 45_000,
    });
    const asked = world.gateway.requestsTo(TOKEN_PATH);
    await world.clock.advance(44_999);
    expect(await failureOf(session.credential())).toMatchObject({ code: 'unavailable' });
    expect(world.gateway.requestsTo(TOKEN_PATH)).toBe(asked);
    await world.clock.advance(1);
    expect(await text(world.settled(session.credential()))).toBeDefined();
  });

  it('gets the same tokens when the answer of a refresh is lost on the way', async () => {
    const { world, session } = await spoiltWorld();
    await world.clock.advance(31 * MINUTE);
    let lost = 0;
    const fetch: typeof world.options.fetch = async (url, init) => {
      const answer = await world.options.fetch(url, init);
      if (!url.endsWith(TOKEN_PATH) || lost++ > 0) return answer;
      throw new TypeError('fetch failed');
    };
    const other = world.session({ fetch, refresh: 'asked' });
    expect(await text(world.settled(other.credential(), 100))).toBeDefined();
    expect(world.refreshes()).toBe(2);
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(1);
    expect(await text(session.credential())).toBeDefined();
  });

  it('tries again by itself, ever more seldom, and asks nobody who waits to wait longer', async () => {
    const world = createSignInWorld();
    const session = world.session();
    await session.save(await openSignIn(world));
    await world.clock.advance(20 * MINUTE);
    world.gateway.fail('network', { path: TOKEN_PATH, times: Infinity });
    await world.clock.advance(60 * MINUTE);
    const asked = world.gateway.requestsTo(TOKEN_PATH);
    expect(asked).toBeGreaterThan(50);
    expect(asked).toBeLessThan(3 * 60 * 2);
    world.gateway.heal();
    const changes = changesOf(session);
    await world.until(() => changes.length > 0, 1_000);
    expect(changes).toMatchObject([{ kind: 'refreshed' }]);
    await session.close();
  });

  it('does not send its tokens to a gateway that has become another', async () => {
    const { world, tokens, store } = await spoiltWorld();
    await world.clock.advance(31 * MINUTE);
    const metadata = (await (await world.gateway.fetch(world.gateway.url + METADATA_PATH)).json()) as object;
    const lie = JSON.stringify(metadata).replaceAll('//gateway.example.com', '//elsewhere.example.com');
    const fetch = scripted({ [METADATA_PATH]: () => jsonAnswer(200, JSON.parse(lie)) }, world.options.fetch);
    const session = world.session({ store, fetch, refresh: 'asked' });
    world.sent.length = 0;
    expect(await failureOf(session.credential())).toMatchObject({ code: 'wrong_issuer' });
    expect(world.sent.some(({ init }) => init.body?.includes(tokens.refreshToken?.reveal() ?? 'x'))).toBe(false);
  });
});

describe('a refresh token that is refused', () => {
  it('signs out once, for all callers, and clears what was stored', async () => {
    const { world, session, changes } = await spoiltWorld();
    world.gateway.sessions.revokeAll(undefined, 'by the test', 'gateway');
    await world.clock.advance(31 * MINUTE);
    const all = await world.settled(Promise.all(Array.from({ length: 10 }, () => session.credential())));
    expect(new Set(all)).toEqual(new Set([undefined]));
    expect(changes).toEqual([{ kind: 'signed_out', because: 'refused' }]);
    expect(world.store.records.size).toBe(0);
    expect(await session.credential()).toBeUndefined();
    expect(changes).toHaveLength(1);
  });

  it('signs nobody out who has signed in anew meanwhile', async () => {
    const { world, session, changes, store } = await spoiltWorld();
    world.gateway.sessions.revokeAll(undefined, 'by the test', 'gateway');
    await world.clock.advance(31 * MINUTE);
    const fresh = await openSignIn(world, 'Grace');
    const helper = createSignInWorld();
    const kept = helper.session();
    await kept.save({ ...fresh, issuer: world.gateway.url });
    const [newer] = helper.store.records.values();
    const fetch: typeof world.options.fetch = async (url, init) => {
      const answer = await world.options.fetch(url, init);
      // A store whose lock did not hold: the newer record comes while the older token is on its way.
      const [account] = world.store.records.keys();
      if (url.endsWith(TOKEN_PATH) && account && newer) world.store.records.set(account, newer);
      return answer;
    };
    const late = world.session({ store, fetch, refresh: 'asked' });
    expect(await text(world.settled(late.credential()))).toBe(fresh.accessToken.reveal());
    expect(world.store.records.size).toBe(1);
    expect(await text(world.settled(session.credential()))).toBe(fresh.accessToken.reveal());
    expect(changes).toMatchObject([{ kind: 'signed_in' }]);
    await kept.close();
  });

  it('is not presented at all when another process was faster', async () => {
    const { world, session, tokens } = await spoiltWorld();
    const newer = await refreshElsewhere(world);
    await world.clock.advance(MINUTE);
    expect(await text(session.renew(tokens.accessToken))).toBe(newer);
    expect(world.refreshes()).toBe(1);
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(1);
  });
});

describe('a store that fails', () => {
  it('is told to whoever signs in, and the tokens are ended at the gateway', async () => {
    const world = createSignInWorld();
    const { store, failing } = createSpoiltStore(world.store);
    const session = world.session({ store });
    const full = new Error('no space left');
    failing.set('save', full);
    expect(await failureOf(session.save(await openSignIn(world)))).toBe(full);
    expect(await session.credential()).toBeUndefined();
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(0);
  });

  it.each<[string, (session: Session, leave: AbortController) => unknown]>([
    ['left before', (_, leave) => leave.abort()],
    ['closed before', (session) => session.close()],
    ['left while it is asked who it is', () => undefined],
  ])('is not alone: tokens end at the gateway as well when whoever signs in has %s', async (_, spoil) => {
    const world = createSignInWorld();
    const leave = new AbortController();
    const fetch: typeof world.options.fetch = (url, init) => {
      if (url.endsWith('/api/v1/me')) leave.abort();
      return world.options.fetch(url, init);
    };
    const session = world.session({ fetch });
    await spoil(session, leave);
    const error = await failureOf(session.save(await openSignIn(world), leave.signal));
    expect(['aborted', 'closed']).toContain((error as WicketgateError).code);
    expect(world.store.records.size).toBe(0);
    expect(world.gateway.sessions.list({ status: 'active' })).toEqual([]);
  });

  it('keeps the older sign-in when a new one cannot be stored', async () => {
    const { world, session, failing, tokens } = await spoiltWorld();
    failing.set('save', new Error('locked'));
    expect(await failureOf(session.save(await openSignIn(world, 'Grace')))).toMatchObject({ message: 'locked' });
    expect(await text(session.credential())).toBe(tokens.accessToken.reveal());
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(1);
  });

  it('loses no refreshed token: it is held, and stored as soon as that works', async () => {
    const { world, session, failing, tokens } = await spoiltWorld();
    const others = world.session({ refresh: 'asked' });
    await world.clock.advance(31 * MINUTE);
    failing.set('save', new Error('no space left'));
    const refreshed = await text(world.settled(session.credential()));
    expect(refreshed).not.toBe(tokens.accessToken.reveal());
    expect(await text(others.lastCredential())).toBe(tokens.accessToken.reveal());
    await world.clock.advance(10 * MINUTE);
    expect(await text(session.credential())).toBe(refreshed);
    failing.clear();
    await world.clock.advance(MINUTE);
    expect((await others.current())?.accessExpiresAt).toBe((await session.current())?.accessExpiresAt);
    expect(await text(others.lastCredential())).toBe(refreshed);
    expect(world.clock.sleepers).toBe(0);
  });

  it('refreshes with what it holds, not with the used token that the store still has', async () => {
    const { world, session, failing } = await spoiltWorld();
    await world.clock.advance(31 * MINUTE);
    failing.set('save', new Error('no space left'));
    const first = await text(world.settled(session.credential()));
    await world.clock.advance(31 * MINUTE);
    const second = await text(world.settled(session.credential()));
    expect(second).not.toBe(first);
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(1);
    failing.clear();
    await session.close();
    expect(await text(world.session().lastCredential())).toBe(second);
  });

  it('does not bring back a sign-in that was ended elsewhere while it could not be stored', async () => {
    const { world, session, failing, changes } = await spoiltWorld();
    await world.clock.advance(31 * MINUTE);
    failing.set('save', new Error('no space left'));
    await world.settled(session.credential());
    world.store.records.clear();
    failing.clear();
    await world.clock.advance(2 * MINUTE);
    expect(world.store.records.size).toBe(0);
    expect(changes.at(-1)).toEqual({ kind: 'signed_out', because: 'elsewhere' });
  });

  it('is told to whoever asks first; who was asked before goes on with what is held', async () => {
    const { world, session, failing, store, tokens } = await spoiltWorld();
    const locked = new Error('the keyring is locked');
    failing.set('load', locked);
    expect(await failureOf(world.session({ store }).credential())).toBe(locked);
    expect(await text(session.credential())).toBe(tokens.accessToken.reveal());
    await world.clock.advance(31 * MINUTE);
    expect(await failureOf(session.credential())).toBe(locked);
    expect(world.refreshes()).toBe(0);
    failing.clear();
    await world.clock.advance(MINUTE);
    expect(await text(world.settled(session.credential()))).not.toBe(tokens.accessToken.reveal());
  });

  it('has no sign-in when its record is damaged, and takes a new one', async () => {
    const { world, tokens } = await spoiltWorld();
    const [account, record] = [...world.store.records][0] ?? [];
    if (account === undefined || record === undefined) throw new Error('nothing was stored');
    const warnings: string[] = [];
    const logger: Logger = {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (_, said) => warnings.push(said),
    };
    world.store.records.set(account, new Secret(record.reveal().slice(0, 40)));
    const session = world.session({ logger });
    expect(await session.credential()).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('sign in again')]);
    await session.save({ ...tokens });
    expect(await text(session.credential())).toBe(tokens.accessToken.reveal());
    await session.close();
  });

  it('signs out here even when it cannot be read, and tells when it cannot be cleared', async () => {
    const { world, session, failing, changes } = await spoiltWorld();
    failing.set('clear', new Error('read-only'));
    expect(await failureOf(session.signOut())).toMatchObject({ message: 'read-only' });
    expect(world.gateway.sessions.list({ status: 'active' })).toEqual([]);
    expect(changes).toEqual([{ kind: 'signed_out', because: 'person' }]);
    failing.clear();
    failing.set('load', new Error('locked'));
    await session.signOut();
    expect(world.store.records.size).toBe(0);
  });
});

describe('a lock that somebody holds for too long', () => {
  const timeout = () => new WicketgateError('lock_timeout', 'Another process holds the lock.');

  it('is told to whoever waits, and changes nothing', async () => {
    const { world, session, failing, tokens } = await spoiltWorld();
    failing.set('exclusively', timeout());
    await world.clock.advance(27 * MINUTE);
    expect(await text(session.credential())).toBe(tokens.accessToken.reveal());
    await world.clock.advance(5 * MINUTE);
    expect(await failureOf(session.credential())).toMatchObject({ code: 'lock_timeout' });
    expect(world.store.records.size).toBe(1);
  });

  it('does not matter when its holder has refreshed', async () => {
    const { world, session, failing } = await spoiltWorld();
    await world.clock.advance(31 * MINUTE);
    const elsewhere = world.store.exclusively.bind(world.store);
    let newer = '';
    world.store.exclusively = async (_, work) => {
      world.store.exclusively = elsewhere;
      newer = await refreshElsewhere(world);
      expect(work).toBeTypeOf('function');
      throw timeout();
    };
    failing.clear();
    expect(await text(session.credential())).toBe(newer);
  });

  it('lets nobody sign in over it, and ends the tokens at the gateway', async () => {
    const { world, session, failing, tokens } = await spoiltWorld();
    failing.set('exclusively', timeout());
    expect(await failureOf(session.save(await openSignIn(world, 'Grace')))).toMatchObject({ code: 'lock_timeout' });
    expect(await text(session.credential())).toBe(tokens.accessToken.reveal());
    expect(world.gateway.sessions.list({ status: 'active' })).toHaveLength(1);
  });

  it('keeps nobody from signing out', async () => {
    const { world, session, failing } = await spoiltWorld();
    failing.set('exclusively', timeout());
    expect(await session.signOut()).toMatchObject({ wasSignedIn: true });
    expect(world.store.records.size).toBe(0);
  });
});

describe('what is shown of a session', () => {
  it('holds no token: in errors, log lines, changes, and the object itself', async () => {
    const world = createSignInWorld();
    const lines: unknown[] = [];
    const note = (...line: unknown[]) => lines.push(line);
    const logger: Logger = { debug: note, info: note, warn: note, error: note };
    const { store, failing } = createSpoiltStore(world.store);
    const session = world.session({ store, logger, refresh: 'asked' });
    const tokens = await openSignIn(world);
    const shown: unknown[] = [session, changesOf(session), lines, await session.save(tokens)];
    const misbehaviours = [
      'network',
      'html',
      'truncate',
      { oauth: 'invalid_client' },
      { code: 'unavailable' },
    ] as const;
    for (const how of misbehaviours) {
      world.gateway.fail(how, { path: TOKEN_PATH, times: 3 });
      shown.push(await failureOf(world.settled(session.renew(tokens.accessToken), 100)));
      world.gateway.heal();
      await world.clock.advance(MINUTE);
    }
    const bad = { access_token: tokens.refreshToken?.reveal(), token_type: 'bearer', expires_in: 'soon' };
    const fetch = scripted({ [TOKEN_PATH]: () => jsonAnswer(200, bad) }, world.options.fetch);
    shown.push(await failureOf(world.session({ store, fetch }).renew(tokens.accessToken)));
    failing.set('save', new Error('no space left'));
    await world.settled(session.renew(tokens.accessToken));
    shown.push(await session.current(), await session.signOut());
    const everything = shown
      .map((each) => inspect(each, { depth: 20, showHidden: true }) + JSON.stringify(each))
      .join('\n');
    expect(everything).toContain('the refreshed sign-in could not be stored');
    for (const secret of [tokens.accessToken, tokens.refreshToken]) expect(everything).not.toContain(secret?.reveal());
    expect(everything).not.toMatch(/wg_rt_|eyJ[\w-]+\./);
  });
});

function ignore(): void {
  // Nobody listens.
}
