import { beforeEach, describe, expect, it } from 'vitest';
import type { AppConfig } from '../../src/config.ts';
import { BUILT_IN_CLIENTS } from '../../src/domain/built-in-clients.ts';
import type { ProviderConfig } from '../../src/domain/sign-in-config.ts';
import { openSqliteStorage } from '../../src/node/sqlite-storage.ts';
import { StorageError } from '../../src/ports/storage-error.ts';
import type { AuditEntry, Storage } from '../../src/ports/storage.ts';
import type { Granted, GrantRequest } from '../../src/services/token-grants.ts';
import { countingStorage } from '../support/counting-storage.ts';
import { ADDRESS, createOAuthHouse, errorOf, ISSUER, type OAuthHouse } from '../support/oauth-house.ts';
import { auditEntry } from '../support/records.ts';

const SECOND = 1_000;
const DAY = 24 * 60 * 60 * SECOND;
const PROVIDER: ProviderConfig = {
  ...{ id: 'work', name: 'Work', issuer: 'https://id.example.com', clientId: 'wicketgate', clientSecret: undefined },
  ...{ scopes: ['openid'], groupsClaim: 'groups', rules: [], uncheckedSeconds: 3_600 },
};
const SIGN_IN = { providers: [PROVIDER], clients: BUILT_IN_CLIENTS, federation: [], acceptsKeys: false };

let house: OAuthHouse;
beforeEach(async () => {
  house = await createOAuthHouse();
});

const stored = async ({ session }: Granted) => house.sessions.show(session.id);
const later = (ms: number) => {
  house.clock.set(house.clock.now() + ms);
};

describe('a refresh', () => {
  it('gives a new pair, moves the end of the session on, and is audited with it', async () => {
    const first = await house.signIn();
    later(DAY);
    const second = await house.refresh(first.refreshToken);
    expect(second.refreshToken).toMatch(/^wg_rt_[0-9A-Za-z]{43}$/);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(second.accessToken).not.toBe(first.accessToken);
    const now = house.clock.now();
    expect(await stored(first)).toMatchObject({ refreshedAt: now, checkedAt: now, expiresAt: now + 7 * DAY });
    expect(await house.trail(first.session.id)).toEqual(['session.create', 'session.refresh']);
    expect(house.changed).toEqual([first.session.id, first.session.id]);
  });

  it('never reaches beyond thirty days from the sign-in', async () => {
    let tokens = await house.signIn();
    for (let week = 0; week < 4; week++) {
      later(7 * DAY - 1);
      tokens = await house.refresh(tokens.refreshToken);
    }
    const { createdAt, expiresAt, endsAt } = await stored(tokens);
    expect(expiresAt).toBe(createdAt + 30 * DAY);
    expect(endsAt).toBe(expiresAt);
    house.clock.set(expiresAt - 1);
    expect(await errorOf(house.refresh(tokens.refreshToken))).toBe('none');
    house.clock.set(expiresAt);
    expect(await errorOf(house.refresh(tokens.refreshToken))).toBe('invalid_grant');
  });

  it('may narrow the access token, and never widens it', async () => {
    const first = await house.signIn({ scopes: ['a', 'b'] });
    const narrow = await house.refresh(first.refreshToken, { scope: 'b c' });
    expect(narrow.scopes).toEqual(['b']);
    const verdict = await house.accessTokens.verify(narrow.accessToken, house.clock.now());
    expect(verdict).toMatchObject({ claims: { scopes: ['b'] } });
    const wide = await house.refresh(narrow.refreshToken);
    expect(wide.scopes).toEqual(['a', 'b']);
  });

  it('of another resource than the one that was approved is refused, and changes nothing', async () => {
    const first = await house.signIn();
    const [other, none] = ['http://127.0.0.1:8787/mcp', 'https://elsewhere.example.com'];
    for (const resource of [other, none]) {
      expect(await errorOf(house.refresh(first.refreshToken, { resource }))).toBe('invalid_target');
    }
    expect(await errorOf(house.refresh(first.refreshToken, { resource: `${other.slice(0, -4)}/` }))).toBe('none');
  });

  it.each(['wg_rt_none', '', `wg_rt_${'0'.repeat(43)}`, `wg_dc_${'0'.repeat(43)}`])(
    'of %j, which is no refresh token, is refused',
    async (text) => {
      expect(await errorOf(house.refresh(text))).toBe('invalid_grant');
    },
  );

  it('of a client that is not registered any more is refused, named or not, until it is again', async () => {
    const storage = await openSqliteStorage({ file: ':memory:' });
    house = await createOAuthHouse({ storage });
    const { refreshToken } = await house.signIn();
    const [, editor] = BUILT_IN_CLIENTS;
    house = await createOAuthHouse({ storage, config: { signIn: { ...SIGN_IN, clients: editor ? [editor] : [] } } });
    for (const clientId of [undefined, 'wicketgate-cli']) {
      expect(await errorOf(house.refresh(refreshToken, { clientId }))).toBe('invalid_client');
    }
    house = await createOAuthHouse({ storage });
    expect(await errorOf(house.refresh(refreshToken))).toBe('none');
  });

  it('of a token under an earlier pepper works on', async () => {
    const storage = await openSqliteStorage({ file: ':memory:' });
    house = await createOAuthHouse({ storage });
    const first = await house.signIn();
    const peppers = [1, 2].map((version) => ({ version, secret: new Uint8Array(32).fill(version) }));
    house = await createOAuthHouse({ storage, peppers });
    const second = await house.refresh(first.refreshToken);
    const third = await house.refresh(second.refreshToken);
    expect(await errorOf(house.refresh(third.refreshToken))).toBe('none');
  });
});

describe('a used refresh token', () => {
  it.each([29_999, 30_000])('gives the same child again %i ms after its use', async (ago) => {
    const first = await house.signIn();
    const second = await house.refresh(first.refreshToken);
    later(ago);
    const again = await house.refresh(first.refreshToken);
    expect(again.refreshToken).toBe(second.refreshToken);
    expect(again.accessToken).not.toBe(second.accessToken);
    expect(await errorOf(house.refresh(second.refreshToken))).toBe('none');
  });

  it('counts its grace from the use, however long the provider took before', async () => {
    const first = await house.signIn();
    house.onRecheck((approval) => {
      later(40_000);
      return { kind: 'good', approval };
    });
    const second = await house.refresh(first.refreshToken);
    later(30_000);
    expect((await house.refresh(first.refreshToken)).refreshToken).toBe(second.refreshToken);
    later(1);
    expect(await errorOf(house.refresh(first.refreshToken))).toBe('invalid_grant');
    expect((await stored(first)).revokedBy).toBe('gateway');
  });

  it('gives the same child to whoever waited longer than the grace for the provider', async () => {
    const first = await house.signIn();
    house.onRecheck((approval) => {
      later(40_000);
      return { kind: 'good', approval };
    });
    const both = await Promise.all([house.refresh(first.refreshToken), house.refresh(first.refreshToken)]);
    expect(new Set(both.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    expect((await stored(first)).revokedAt).toBeNull();
  });

  it('ends the session 30,001 ms after its use, for whoever holds the child as well', async () => {
    const first = await house.signIn();
    const second = await house.refresh(first.refreshToken);
    later(30_001);
    expect(await errorOf(house.refresh(first.refreshToken))).toBe('invalid_grant');
    expect(await errorOf(house.refresh(second.refreshToken))).toBe('invalid_grant');
    expect(await stored(first)).toMatchObject({ revokedBy: 'gateway', revokedReason: 'refresh token used twice' });
    expect(await house.trail(first.session.id)).toEqual(['session.create', 'session.refresh', 'session.reuse']);
  });

  it('ends the session at once when its child was used: a grandparent never comes back', async () => {
    const first = await house.signIn();
    const second = await house.refresh(first.refreshToken);
    const third = await house.refresh(second.refreshToken);
    expect(await errorOf(house.refresh(first.refreshToken))).toBe('invalid_grant');
    for (const { refreshToken } of [second, third]) {
      expect(await errorOf(house.refresh(refreshToken))).toBe('invalid_grant');
    }
    // Whatever comes later finds it ended, and ends nothing again.
    expect((await house.trail(first.session.id)).filter((action) => action === 'session.reuse')).toHaveLength(1);
  });

  it('ends the session when another client brings it, however soon', async () => {
    const first = await house.signIn();
    await house.refresh(first.refreshToken);
    const other = house.refresh(first.refreshToken, { clientId: 'wicketgate-vscode' });
    expect(await errorOf(other)).toBe('invalid_grant');
    expect((await stored(first)).revokedBy).toBe('gateway');
  });

  it('ends the session once its sealed child was deleted', async () => {
    const first = await house.signIn();
    await house.refresh(first.refreshToken);
    later(30_001);
    await house.storage.pruneSignIn(house.clock.now());
    expect(await errorOf(house.refresh(first.refreshToken))).toBe('invalid_grant');
    expect((await stored(first)).revokedBy).toBe('gateway');
  });
});

describe('a refused refresh', () => {
  let seed = 1;
  /** What the trail was given that is no change of a session. */
  const watched = async (config: Partial<AppConfig> = {}, storage?: Storage) => {
    const inner = storage ?? (await openSqliteStorage({ file: ':memory:' }));
    const counting = countingStorage(inner);
    house = await createOAuthHouse({ storage: counting.storage, config, seed: ++seed });
    return {
      count: () => counting.calls['recordAudit'] ?? 0,
      last: () => counting.given('recordAudit')?.[0] as AuditEntry | undefined,
      storage: inner,
    };
  };

  it.each<[string, (first: Granted) => unknown]>([
    ['ended', (first) => house.sessions.signOut(first.session.id, house.asking())],
    [
      'ended',
      () => {
        later(7 * DAY);
      },
    ],
    ['expired', ({ session }) => outliveToken(session.id)],
  ])('of a session that is known is audited: %s', async (reason, end) => {
    const { count, last, storage } = await watched();
    const first = await house.signIn();
    await end(first);
    expect(await errorOf(house.refresh(first.refreshToken))).toBe('invalid_grant');
    expect(count()).toBe(1);
    const details = { session: first.session.id, client: 'wicketgate-cli', reason };
    const entry = { action: 'session.refresh_refused', actor: 'anonymous', actorIp: ADDRESS, details };
    expect(last()).toMatchObject({ ...entry, at: house.clock.now(), requestId: 'request-1' });
    expect(await storage.listAudit(last()?.targetId ?? '', 5)).toMatchObject([entry]);
    expect(JSON.stringify(last())).not.toContain('wg_rt_');
  });

  it.each<[string, string, Partial<GrantRequest>]>([
    ['other_client', 'wicketgate-vscode', { clientId: 'wicketgate-vscode', jkt: 'key' }],
    ['other_key', 'wicketgate-cli', { jkt: 'other' }],
    ['other_resource', 'wicketgate-cli', { jkt: 'key', resource: `${ISSUER}/mcp` }],
  ])('is audited with its reason and the client that was named: %s', async (reason, client, members) => {
    const { last } = await watched();
    const first = await house.signIn({}, { jkt: 'key' });
    expect(await errorOf(house.refresh(first.refreshToken, members))).not.toBe('none');
    expect(last()?.details).toEqual({ session: first.session.id, client, reason });
    expect(await errorOf(house.refresh(first.refreshToken, { jkt: 'key' }))).toBe('none');
  });

  it('of a client that is gone, or without the key that is required by now, is audited too', async () => {
    const { storage } = await watched();
    const { refreshToken } = await house.signIn();
    const [, editor] = BUILT_IN_CLIENTS;
    const gone = await watched({ signIn: { ...SIGN_IN, clients: editor ? [editor] : [] } }, storage);
    expect(await errorOf(house.refresh(refreshToken, { clientId: undefined }))).toBe('invalid_client');
    expect(gone.last()?.details).toMatchObject({ reason: 'no_client' });
    const unbound = await watched({ dpop: 'required' }, storage);
    expect(await errorOf(house.refresh(refreshToken, { jkt: 'key' }))).toBe('invalid_grant');
    expect(unbound.last()?.details).toMatchObject({ reason: 'unbound' });
  });

  it('of a token that nobody knows leaves nothing, and a reused one its own entry alone', async () => {
    const { count } = await watched();
    for (const text of ['wg_rt_none', `wg_rt_${'0'.repeat(43)}`]) {
      expect(await errorOf(house.refresh(text))).toBe('invalid_grant');
    }
    const first = await house.signIn();
    await house.refresh(first.refreshToken);
    later(30_001);
    expect(await errorOf(house.refresh(first.refreshToken))).toBe('invalid_grant');
    expect(count()).toBe(0);
  });

  it('leaves one entry a minute for a session, however often and with whatever it comes', async () => {
    const { count } = await watched();
    const [first, second] = [await house.signIn(), await house.signIn()];
    const refuse = ({ refreshToken }: Granted, clientId = 'wicketgate-vscode') =>
      errorOf(house.refresh(refreshToken, { clientId }));
    await Promise.all(Array.from({ length: 20 }, () => refuse(first)));
    expect(count()).toBe(1);
    await house.sessions.signOut(first.session.id, house.asking());
    later(59_999);
    await refuse(first, 'wicketgate-cli');
    expect(count()).toBe(1);
    later(1);
    await Promise.all([refuse(first), refuse(first)]);
    expect(count()).toBe(2);
    await refuse(second);
    expect(count()).toBe(3);
  });

  it('says no for good only once that is kept', async () => {
    const inner = await openSqliteStorage({ file: ':memory:' });
    const failing = { recordAudit: () => Promise.reject(new StorageError('busy', 'held for too long')) };
    house = await createOAuthHouse({ storage: { ...inner, ...failing } });
    const first = await house.signIn();
    const refused = house.refresh(first.refreshToken, { clientId: 'wicketgate-vscode' });
    await expect(refused).rejects.toMatchObject({ refusal: { reason: 'unavailable' } });
  });
});

/** A session may outlive its newest token where the configuration made lives longer meanwhile. */
async function outliveToken(id: string): Promise<void> {
  later(7 * DAY);
  const session = await house.sessions.show(id);
  const change = { expiresAt: session.endsAt };
  const audit = auditEntry({ action: 'session.edit', targetId: id });
  await house.storage.updateSession({ id, revision: session.revision, change, audit });
}

describe('many refreshes of one token at once', () => {
  it('all get the same child, and ask for the identity once', async () => {
    const first = await house.signIn();
    const all = await Promise.all(Array.from({ length: 50 }, () => house.refresh(first.refreshToken)));
    expect(new Set(all.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    expect(house.rechecks()).toBe(1);
    expect(await errorOf(house.refresh(all[0]?.refreshToken))).toBe('none');
  });

  it('in two processes over one store get the same child too', async () => {
    const other = await createOAuthHouse({ storage: house.storage });
    const first = await house.signIn();
    const asked = Array.from({ length: 25 }, () => [house, other].map((each) => each.refresh(first.refreshToken)));
    const all = await Promise.all(asked.flat());
    expect(new Set(all.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    expect(await house.trail(first.session.id)).toEqual(['session.create', 'session.refresh']);
  });
});

describe('asking again for the identity', () => {
  it('gives the session what the person has now', async () => {
    const first = await house.signIn({ scopes: ['a', 'b'], role: 'admin' });
    house.onRecheck((found) => ({
      kind: 'good',
      approval: { ...found, tier: 'free', role: 'user', scopes: ['b', 'c'], upstreamSealed: 'sealed anew' },
    }));
    const second = await house.refresh(first.refreshToken);
    expect(second.scopes).toEqual(['b', 'c']);
    const found = { tier: 'free', role: 'user', scopes: ['b', 'c'], upstreamSealed: 'sealed anew' };
    expect(await stored(first)).toMatchObject(found);
  });

  it('ends the session of somebody who may not come in any more', async () => {
    const first = await house.signIn();
    house.onRecheck(() => ({ kind: 'gone', reason: 'left the group' }));
    expect(await errorOf(house.refresh(first.refreshToken))).toBe('invalid_grant');
    expect(await stored(first)).toMatchObject({ revokedBy: 'gateway', revokedReason: 'left the group' });
    expect(await house.trail(first.session.id)).toEqual(['session.create', 'session.revoke']);
  });

  it('ends no session that another process refreshed meanwhile: its answer counts', async () => {
    const other = await createOAuthHouse({ storage: house.storage });
    const first = await house.signIn();
    let elsewhere: Granted | undefined;
    house.onRecheck(async () => {
      elsewhere = await other.refresh(first.refreshToken);
      return { kind: 'gone', reason: 'the provider took the token back' };
    });
    const here = await house.refresh(first.refreshToken);
    expect(here.refreshToken).toBe(elsewhere?.refreshToken);
    expect((await stored(first)).revokedAt).toBeNull();
  });

  it('ends the session with what it rests on', async () => {
    const first = await house.signIn();
    const endsBy = house.clock.now() + DAY;
    house.onRecheck((found) => ({ kind: 'good', approval: { ...found, endsBy } }));
    const second = await house.refresh(first.refreshToken);
    expect(await stored(first)).toMatchObject({ expiresAt: endsBy, endsAt: endsBy });
    house.clock.set(endsBy);
    expect(await errorOf(house.refresh(second.refreshToken))).toBe('invalid_grant');
  });

  it.each([
    [3_599_999, 'none'],
    [3_600_000, 'none'],
    [3_600_001, 'temporarily_unavailable'],
  ])('when nobody can tell, %i ms after it was last known: %s', async (ago, error) => {
    house = await createOAuthHouse({ config: { signIn: SIGN_IN } });
    const first = await house.signIn();
    house.onRecheck(() => ({ kind: 'unknown' }));
    later(ago);
    expect(await errorOf(house.refresh(first.refreshToken))).toBe(error);
    expect((await stored(first)).checkedAt).toBe(house.clock.now() - ago);
    // Nobody is signed out by it: once the provider is back, the same token serves.
    house.onRecheck((found) => ({ kind: 'good', approval: found }));
    expect(await errorOf(house.refresh(first.refreshToken))).toBe('none');
  });

  it('lets nobody stay unchecked whose provider is none of the configured ones', async () => {
    const first = await house.signIn();
    house.onRecheck(() => ({ kind: 'unknown' }));
    later(1);
    expect(await errorOf(house.refresh(first.refreshToken))).toBe('temporarily_unavailable');
  });
});

describe('while the store fails', () => {
  it('nothing is refused for good, and the same token serves afterwards', async () => {
    const counting = countingStorage(await openSqliteStorage({ file: ':memory:' }));
    house = await createOAuthHouse({ storage: counting.storage });
    const first = await house.signIn();
    counting.fail(new StorageError('unavailable', 'The disk is gone.'));
    await expect(house.refresh(first.refreshToken)).rejects.toMatchObject({ refusal: { reason: 'unavailable' } });
    counting.fail(undefined);
    expect(await errorOf(house.refresh(first.refreshToken))).toBe('none');
  });
});

describe('a session that is bound to a key', () => {
  it('is refreshed with that key alone, and another one ends nothing', async () => {
    const first = await house.signIn({}, { jkt: 'key' });
    expect(first.session.dpopJkt).toBe('key');
    for (const jkt of [null, 'other']) {
      expect(await errorOf(house.refresh(first.refreshToken, { jkt }))).toBe('invalid_grant');
    }
    const second = await house.refresh(first.refreshToken, { jkt: 'key' });
    const claims = await house.accessTokens.verify(second.accessToken, house.clock.now());
    expect(claims).toMatchObject({ claims: { jkt: 'key' } });
  });
});

describe('where proofs are required', () => {
  it('no token is given without one, and a session of before cannot be renewed', async () => {
    const storage = await openSqliteStorage({ file: ':memory:' });
    house = await createOAuthHouse({ storage });
    const before = await house.signIn();
    house = await createOAuthHouse({ storage, config: { dpop: 'required' } });
    expect(await errorOf(house.signIn())).toBe('invalid_dpop_proof');
    expect(await errorOf(house.refresh(before.refreshToken))).toBe('invalid_dpop_proof');
    expect(await errorOf(house.refresh(before.refreshToken, { jkt: 'key' }))).toBe('invalid_grant');
    expect(await errorOf(house.signIn({}, { jkt: 'key' }))).toBe('none');
  });
});
