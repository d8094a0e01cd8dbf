import { createSeededRandom } from '@wicketgate/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import type { KeyChange } from '../../src/domain/key-record.ts';
import { StorageError } from '../../src/ports/storage-error.ts';
import { createAccessTokens } from '../../src/services/access-tokens.ts';
import type { TokenVerdict } from '../../src/services/token-verifier.ts';
import { createGate } from '../support/gate.ts';
import { auditEntry, idOf, keyRecord, NEW_YEAR } from '../support/records.ts';
import { sessionIdOf } from '../support/session-records.ts';
import { revocation } from '../support/sign-in-records.ts';
import { createTokenHouse, ISSUER, SIGNING, type TokenHouse } from '../support/token-house.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const STALE = 15 * MINUTE;
/** The longest that an entry stays fresh: 10 s and 10 % more. */
const FRESH = 11 * SECOND;
const DOWN = new StorageError('unavailable', 'The disk is gone.');

describe('the verifier of access tokens', () => {
  let house: TokenHouse;
  beforeEach(async () => {
    house = await createTokenHouse();
  });

  const verify = (token: string, at = house.clock.now()) => house.tokens.verify(token, at);
  const reasonOf = (verdict: TokenVerdict) => (verdict.ok ? 'passes' : verdict.reason);

  it('tells who signed in, what the token allows, and whose digest it has', async () => {
    const { session, token } = await house.signIn({ scopes: ['a', 'b'] });
    const verdict = await verify(token);
    expect(verdict).toEqual({
      ok: true,
      audience: ISSUER,
      jkt: null,
      caller: {
        kind: 'session',
        session,
        scopes: ['a', 'b'],
        sha256: expect.stringMatching(/^[\w-]{43}$/) as string,
        degraded: false,
        tokenExpiresAt: NEW_YEAR + 30 * MINUTE,
        revision: 1,
      },
    });
  });

  it('checks the signature once, and reads the session once in ten seconds, for many at once too', async () => {
    const { token } = await house.signIn();
    const verdicts = await Promise.all(Array.from({ length: 1_000 }, () => verify(token)));
    expect(new Set(verdicts.map(reasonOf))).toEqual(new Set(['passes']));
    for (let turn = 0; turn < 100; turn++) await verify(token, NEW_YEAR + turn);
    expect(house.counting.calls).toEqual({ findSession: 1 });
    expect(house.checks()).toBe(1);
    await verify(token, NEW_YEAR + FRESH);
    expect(house.counting.calls).toEqual({ findSession: 2 });
    expect(house.checks()).toBe(1);
  });

  it('reads one session once for all its tokens', async () => {
    const { session, token } = await house.signIn();
    const { token: renewed } = await house.accessTokens.issue(session, NEW_YEAR + SECOND);
    expect([reasonOf(await verify(token)), reasonOf(await verify(renewed))]).toEqual(['passes', 'passes']);
    expect(house.counting.calls).toEqual({ findSession: 1 });
  });

  it('ends a token with its last second, from the cache as well', async () => {
    const { token } = await house.signIn();
    expect(reasonOf(await verify(token, NEW_YEAR + 30 * MINUTE - 1))).toBe('passes');
    expect(reasonOf(await verify(token, NEW_YEAR + 30 * MINUTE))).toBe('token_expired');
    expect(reasonOf(await house.another().verify(token, NEW_YEAR + 30 * MINUTE))).toBe('token_expired');
  });

  it('ends with the sign-in, from the cache as well, where that ends first', async () => {
    const { session, token } = await house.signIn({ expiresAt: NEW_YEAR + 31 * MINUTE });
    await verify(token);
    await house.storage.updateSession(revocation({ change: { expiresAt: NEW_YEAR + 5 * SECOND } }));
    house.tokens.forget({ sessionId: session.id });
    expect(reasonOf(await verify(token, NEW_YEAR + 5 * SECOND - 1))).toBe('passes');
    expect(reasonOf(await verify(token, NEW_YEAR + 5 * SECOND))).toBe('session_ended');
  });

  it('refuses a token whose session is not there, and does not ask for it again and again', async () => {
    const { session } = await house.signIn();
    const { token } = await house.accessTokens.issue({ ...session, id: sessionIdOf(9) }, NEW_YEAR);
    for (let turn = 0; turn < 20; turn++) {
      expect(await verify(token)).toEqual({ ok: false, reason: 'session_ended', because: null });
    }
    expect(house.counting.calls).toEqual({ findSession: 1 });
  });

  it('refuses what another signed, and does not check it again and again', async () => {
    const { session } = await house.signIn();
    const seed = new Uint8Array(32).fill(9);
    const terms = { issuer: ISSUER, audiences: [ISSUER], random: createSeededRandom(), ttlSeconds: 1_800 };
    const forger = await createAccessTokens({ ...terms, signing: [{ kid: 'x', seed }] });
    const { token } = await forger.issue(session, NEW_YEAR);
    for (let turn = 0; turn < 20; turn++) expect(reasonOf(await verify(token))).toBe('unknown_token');
    expect(house.counting.calls).toEqual({});
    expect(house.checks()).toBe(1);
    await verify(token, NEW_YEAR + 5 * SECOND);
    expect(house.checks()).toBe(2);
  });

  it('refuses a token of a time that has not come, which no clock of ours could have made', async () => {
    const { session } = await house.signIn();
    const at = (ahead: number) => house.accessTokens.issue(session, NEW_YEAR + ahead);
    expect(reasonOf(await verify((await at(60 * SECOND)).token))).toBe('passes');
    expect(reasonOf(await verify((await at(61 * SECOND)).token))).toBe('unknown_token');
    // Also when it passed before the clock was set back.
    const { token } = await at(10 * MINUTE);
    expect(reasonOf(await verify(token, NEW_YEAR + 10 * MINUTE))).toBe('passes');
    expect(reasonOf(await verify(token, NEW_YEAR))).toBe('unknown_token');
  });

  it('tells the resource and the key that a token is bound to', async () => {
    const { token } = await house.signIn({ audience: `${ISSUER}/mcp`, dpopJkt: 'thumbprint' });
    expect(await verify(token)).toMatchObject({ ok: true, audience: `${ISSUER}/mcp`, jkt: 'thumbprint' });
  });

  describe('when a sign-in changes', () => {
    it('refuses it at once in the process that ended it, and says why', async () => {
      const { session, token } = await house.signIn();
      await verify(token);
      await house.storage.updateSession(revocation());
      house.tokens.forget({ sessionId: session.id });
      expect(await verify(token)).toEqual({ ok: false, reason: 'session_ended', because: 'signed out' });
    });

    it('refuses it elsewhere within 11 s', async () => {
      const { token } = await house.signIn();
      const elsewhere = house.another();
      await elsewhere.verify(token, NEW_YEAR);
      await house.storage.updateSession(revocation());
      expect(reasonOf(await elsewhere.verify(token, NEW_YEAR + FRESH))).toBe('session_ended');
    });

    it('follows its tier, role and scopes without a new token, and never beyond what the token allows', async () => {
      const { session, token } = await house.signIn({ scopes: ['a', 'b'] });
      await verify(token);
      const change = { tier: 'enterprise', role: 'viewer', scopes: ['b', 'c'] } as const;
      await house.storage.updateSession(revocation({ change }));
      house.tokens.forget({ sessionId: session.id });
      const verdict = await verify(token);
      expect(verdict).toMatchObject({
        caller: { session: { tier: 'enterprise', role: 'viewer' }, scopes: ['b'], revision: 2 },
      });
    });

    it('does not keep what was read before the change and arrives after it', async () => {
      const { session, token } = await house.signIn();
      const gate = createGate();
      house.counting.holdUp(gate.opened);
      const before = verify(token);
      await house.storage.updateSession(revocation());
      house.tokens.forget({ sessionId: session.id });
      gate.open();
      await before;
      expect(reasonOf(await verify(token))).toBe('session_ended');
    });

    it('refuses all at once after all were ended', async () => {
      const [one, two] = [await house.signIn(), await house.signIn({ id: sessionIdOf(2) })];
      await Promise.all([verify(one.token), verify(two.token)]);
      const audit = auditEntry({ action: 'session.revoke_all', targetId: 'all' });
      const ending = { principalId: undefined, at: NEW_YEAR, by: idOf(1), reason: 'stolen laptop', audit };
      expect(await house.storage.revokeSessions(ending)).toBe(2);
      house.tokens.forget('all');
      expect([reasonOf(await verify(one.token)), reasonOf(await verify(two.token))]).toEqual([
        'session_ended',
        'session_ended',
      ]);
    });
  });

  describe('of a sign-in by API key', () => {
    const KEY = keyRecord({ role: 'admin', tier: 'enterprise', scopes: ['a', 'b'], expiresAt: NEW_YEAR + 20 * MINUTE });
    const byKey = { source: { kind: 'key', id: KEY.id }, role: 'admin', scopes: ['a', 'b'] } as const;

    const insert = (record = KEY) =>
      house.storage.act({ insert: record, audit: [auditEntry({ targetId: record.id })] });
    const update = (change: KeyChange) =>
      house.storage.act({
        update: { id: KEY.id, revision: 1, change },
        audit: [auditEntry({ action: 'key.edit', targetId: KEY.id })],
      });

    it('reads the key with it, and shuts when the key is suspended or revoked', async () => {
      const ends: readonly KeyChange[] = [
        { status: 'suspended', suspendedAt: NEW_YEAR },
        { status: 'revoked', revokedAt: NEW_YEAR, revokedBy: idOf(2), revokedReason: 'lost' },
      ];
      for (const end of ends) {
        house = await createTokenHouse();
        await insert();
        const { token } = await house.signIn(byKey);
        expect(reasonOf(await verify(token))).toBe('passes');
        expect(house.counting.calls).toEqual({ findSession: 1, findById: 1 });
        await update(end);
        house.tokens.forget({ keyId: KEY.id });
        expect(reasonOf(await verify(token)), end.status).toBe('session_ended');
      }
    });

    it('ends with the key, to the millisecond', async () => {
      await insert();
      const { token } = await house.signIn(byKey);
      expect(reasonOf(await verify(token, NEW_YEAR + 20 * MINUTE - 1))).toBe('passes');
      expect(reasonOf(await verify(token, NEW_YEAR + 20 * MINUTE))).toBe('session_ended');
    });

    it('is refused when the key is not there', async () => {
      const { token } = await house.signIn(byKey);
      expect(reasonOf(await verify(token))).toBe('session_ended');
    });

    it('loses at once what the key loses, and its receipts are others then', async () => {
      await insert();
      const { token } = await house.signIn(byKey);
      expect(await verify(token)).toMatchObject({
        caller: { session: { role: 'admin' }, scopes: ['a', 'b'], revision: 2 },
      });
      await update({ role: 'user', tier: 'free', scopes: ['b'] });
      house.tokens.forget({ keyId: KEY.id });
      expect(await verify(token)).toMatchObject({
        caller: { session: { role: 'user', tier: 'free', scopes: ['b'] }, scopes: ['b'], revision: 3 },
      });
    });

    it('is not read again for the change of another key', async () => {
      await insert();
      const { token } = await house.signIn(byKey);
      await verify(token);
      house.tokens.forget({ keyId: idOf(2) });
      await verify(token);
      expect(house.counting.calls).toEqual({ findSession: 1, findById: 1 });
    });
  });

  describe('while the store is down', () => {
    it('lets a known sign-in stand for 15 minutes, marked degraded, and tells of each failure', async () => {
      const { token } = await house.signIn();
      await verify(token);
      house.counting.fail(DOWN);
      const at = async (after: number) => house.tokens.verify(token, NEW_YEAR + after);
      expect(await at(FRESH)).toMatchObject({ ok: true, caller: { degraded: true } });
      expect(await at(STALE - 1)).toMatchObject({ ok: true, caller: { degraded: true } });
      expect(reasonOf(await at(STALE))).toBe('unavailable');
      expect(house.degraded).toEqual([DOWN, DOWN, DOWN]);
    });

    it('never stands for one that was ended or is over', async () => {
      const { session, token } = await house.signIn({ expiresAt: NEW_YEAR + 5 * MINUTE });
      await verify(token);
      house.counting.fail(DOWN);
      expect(reasonOf(await house.tokens.verify(token, NEW_YEAR + 5 * MINUTE))).not.toBe('passes');
      house.tokens.forget({ sessionId: session.id });
      expect(reasonOf(await verify(token))).toBe('unavailable');
    });

    it('knows what passed a while ago, and nothing else', async () => {
      const { token } = await house.signIn();
      expect(await house.tokens.knows(token, NEW_YEAR)).toBe(false);
      await verify(token);
      house.counting.fail(DOWN);
      expect(await house.tokens.knows(token, NEW_YEAR + STALE - 1)).toBe(true);
      expect(await house.tokens.knows(token, NEW_YEAR + STALE)).toBe(false);
      expect(await house.tokens.knows(`${token}x`, NEW_YEAR)).toBe(false);
    });
  });

  it('is made of one signing key and still takes what an earlier one signed', async () => {
    const { session, token } = await house.signIn();
    const signing = [{ kid: 'new', seed: new Uint8Array(32).fill(3) }, ...SIGNING];
    const terms = { issuer: ISSUER, audiences: [ISSUER], random: createSeededRandom(), ttlSeconds: 1_800 };
    const rotated = await createAccessTokens({ ...terms, signing });
    expect(await rotated.verify(token, NEW_YEAR)).toMatchObject({ ok: true });
    const { token: fresh } = await rotated.issue(session, NEW_YEAR);
    expect(reasonOf(await verify(fresh))).toBe('unknown_token');
  });
});
