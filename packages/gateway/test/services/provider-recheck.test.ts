import { Secret } from '@wicketgate/core';
import { createEnvelope } from '@wicketgate/secrets';
import { createSeededRandom } from '@wicketgate/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { ProviderDown, ProviderRefused } from '../../src/domain/provider-errors.ts';
import type { SessionRecord } from '../../src/domain/session-record.ts';
import type { EarlierSignIn, OpenIdProvider } from '../../src/services/openid-provider.ts';
import { createProviderRecheck, type ProviderRecheck } from '../../src/services/provider-recheck.ts';
import { placeOf } from '../../src/services/provider-sign-in.ts';
import { createGate } from '../support/gate.ts';
import { NEW_YEAR } from '../support/records.ts';
import { sessionRecord } from '../support/session-records.ts';
import { providerConfig } from '../support/sign-in-house.ts';

const SOURCE = { kind: 'provider', id: 'acme', subject: 'anna' } as const;
const PLACE = placeOf('acme', 'anna');
const ENCRYPTION = { id: 'test', key: Uint8Array.from({ length: 32 }, (_, at) => at) };
const STAFF = { subject: 'anna', claims: { groups: ['staff'] }, refreshToken: undefined };

describe('asking a provider again', () => {
  const envelope = createEnvelope({ keys: [ENCRYPTION], current: 'test', random: createSeededRandom() });
  const stored = new Map<string, SessionRecord>();
  const asked: string[] = [];
  const logged: unknown[] = [];
  const pauses: number[] = [];
  let duringPause: () => void;
  let renew: OpenIdProvider['renew'];
  let recheck: ProviderRecheck;
  let session: SessionRecord;

  beforeEach(async () => {
    stored.clear();
    asked.length = 0;
    logged.length = 0;
    pauses.length = 0;
    duringPause = () => undefined;
    session = sessionRecord({
      source: SOURCE,
      checkedAt: NEW_YEAR,
      upstreamSealed: await envelope.seal(new Secret('first'), PLACE),
    });
    stored.set(session.id, session);
    recheck = make();
  });
  const make = () => {
    const log = (fields: unknown) => void logged.push(fields);
    return createProviderRecheck({
      providers: [
        {
          config: providerConfig({ issuer: 'https://id.example.com', uncheckedSeconds: 60 }),
          openId: {
            begin: () => Promise.reject(new Error('not asked for')),
            finish: () => Promise.reject(new Error('not asked for')),
            renew: (earlier, now) => {
              asked.push(earlier.refreshToken.reveal());
              return renew(earlier, now);
            },
          },
        },
      ],
      envelope,
      store: { findSession: (id) => Promise.resolve(stored.get(id)) },
      clock: {
        sleep: (ms) => {
          pauses.push(ms);
          duringPause();
          return Promise.resolve();
        },
      },
      logger: { debug: log, info: log, warn: log, error: log },
    });
  };
  const ask = (now = NEW_YEAR + 1_000) => recheck(session, SOURCE, now);
  const rotating =
    (token: string, then: () => ReturnType<OpenIdProvider['renew']>): OpenIdProvider['renew'] =>
    async ({ onNewToken }: EarlierSignIn) => {
      await onNewToken(new Secret(token));
      return then();
    };

  it('gives the rights that the groups have now, and keeps the old token where there is no new one', async () => {
    renew = () => Promise.resolve({ ...STAFF, claims: { groups: ['operators'] } });
    expect(await ask()).toMatchObject({
      kind: 'good',
      approval: { role: 'admin', checkedAt: NEW_YEAR + 1_000, upstreamSealed: session.upstreamSealed },
    });
  });

  it('knows the name and address of before where the answer does not tell them', async () => {
    renew = () => Promise.resolve(STAFF);
    expect(await ask()).toMatchObject({ approval: { principal: { email: 'ada@example.com', name: 'Ada' } } });
    const told = { groups: ['staff'], email: 'new@example.com', email_verified: false, preferred_username: 'anna' };
    renew = () => Promise.resolve({ ...STAFF, claims: told });
    expect(await ask()).toMatchObject({ approval: { principal: { email: null, name: 'anna' } } });
  });

  it('has nothing to ask with where the key that sealed was taken away: it lasts as if there were no token', async () => {
    const other = createEnvelope({ keys: [{ ...ENCRYPTION, id: 'gone' }], current: 'gone' });
    session = { ...session, upstreamSealed: await other.seal(new Secret('first'), PLACE) };
    renew = () => Promise.resolve(STAFF);
    expect(await ask(NEW_YEAR + 60_000)).toEqual({ kind: 'unknown' });
    expect(await ask(NEW_YEAR + 60_001)).toMatchObject({ kind: 'gone' });
    expect(asked).toEqual([]);
    expect(logged).toMatchObject([{ code: 'unknown_key_id' }, { code: 'unknown_key_id' }]);
  });

  it('seals a new token for its own person', async () => {
    renew = rotating('second', () => Promise.resolve(STAFF));
    const answer = await ask();
    const sealed = answer.kind === 'good' ? (answer.approval.upstreamSealed ?? '') : '';
    expect((await envelope.open(sealed, PLACE)).reveal()).toBe('second');
    await expect(envelope.open(sealed, placeOf('acme', 'otto'))).rejects.toMatchObject({ code: 'undecryptable' });
  });

  it('asks once for many at once, and another time afterwards', async () => {
    const { opened, open } = createGate();
    renew = () => opened.then(() => STAFF);
    const answers = [ask(), ask(), ask()];
    open();
    expect(new Set((await Promise.all(answers)).map(({ kind }) => kind))).toEqual(new Set(['good']));
    expect(asked).toEqual(['first']);
    await ask();
    expect(asked).toHaveLength(2);
  });

  it('asks with the new token when the groups could not be read after it came, or its answer was never stored', async () => {
    renew = rotating('second', () => Promise.reject(new ProviderDown('Acme')));
    expect(await ask()).toEqual({ kind: 'unknown' });
    renew = rotating('third', () => Promise.resolve(STAFF));
    expect(await ask()).toMatchObject({ kind: 'good' });
    renew = () => Promise.resolve(STAFF);
    expect(await ask()).toMatchObject({ kind: 'good' });
    expect(asked).toEqual(['first', 'second', 'third']);
  });

  it('knows nothing while the provider is down or refuses us, and says so in the log without a token', async () => {
    for (const error of [new ProviderDown('Acme'), new ProviderRefused('bad_answer', 'invalid_client')]) {
      renew = () => Promise.reject(error);
      expect(await ask()).toEqual({ kind: 'unknown' });
    }
    expect(logged).toHaveLength(2);
    expect(JSON.stringify(logged)).not.toContain('first');
  });

  it.each([
    ['in no group', () => Promise.resolve({ ...STAFF, claims: { groups: ['sales'] } })],
    ['without an account', () => Promise.reject(new ProviderRefused('ended', 'invalid_grant'))],
  ])('tells that whoever is %s is gone', async (_, answer) => {
    renew = answer;
    expect(await ask()).toMatchObject({ kind: 'gone' });
  });

  it('believes what another process stored a moment ago when the token was used up', async () => {
    renew = () => Promise.reject(new ProviderRefused('ended', 'invalid_grant'));
    stored.set(session.id, { ...session, tier: 'enterprise', upstreamSealed: 'newer', checkedAt: NEW_YEAR + 500 });
    expect(await ask()).toMatchObject({
      kind: 'good',
      approval: { tier: 'enterprise', upstreamSealed: 'newer', checkedAt: NEW_YEAR + 500 },
    });
    stored.set(session.id, { ...session, upstreamSealed: 'newer', revokedAt: NEW_YEAR });
    expect(await ask()).toMatchObject({ kind: 'gone' });
    stored.delete(session.id);
    expect(await ask()).toMatchObject({ kind: 'gone' });
  });

  it.each([1, 2])('waits for what another process is about to store, up to its pause %i', async (last) => {
    renew = () => Promise.reject(new ProviderRefused('ended', 'invalid_grant'));
    duringPause = () => {
      if (pauses.length === last) stored.set(session.id, { ...session, upstreamSealed: 'newer' });
    };
    expect(await ask()).toMatchObject({ kind: 'good', approval: { upstreamSealed: 'newer' } });
    expect(pauses).toEqual([500, 2_000].slice(0, last));
  });

  it('waits twice and no longer for what nobody stores, and not at all once the session has ended', async () => {
    renew = () => Promise.reject(new ProviderRefused('ended', 'invalid_grant'));
    expect(await ask()).toMatchObject({ kind: 'gone' });
    expect(pauses).toEqual([500, 2_000]);
    stored.set(session.id, { ...session, revokedAt: NEW_YEAR });
    expect(await ask()).toMatchObject({ kind: 'gone' });
    expect(pauses).toHaveLength(2);
  });

  it('lets a membership count for its time without a token to ask with, then no longer', async () => {
    session = { ...session, upstreamSealed: null };
    expect(await ask(NEW_YEAR + 60_000)).toEqual({ kind: 'unknown' });
    expect(await ask(NEW_YEAR + 60_001)).toMatchObject({ kind: 'gone' });
    expect(asked).toEqual([]);
  });

  it('lets nobody stay whose provider is not configured any more', async () => {
    expect(await recheck(session, { ...SOURCE, id: 'former' }, NEW_YEAR)).toMatchObject({ kind: 'gone' });
  });

  it('does not hide a fault of ours', async () => {
    renew = () => Promise.reject(new TypeError('a bug'));
    await expect(ask()).rejects.toThrow('a bug');
  });
});
