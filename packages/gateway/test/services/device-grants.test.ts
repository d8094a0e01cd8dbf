import { GRANT_TYPES } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { createNodeDigests } from '../../src/node/node-digests.ts';
import type { SignInStore } from '../../src/ports/sign-in-store.ts';
import { createDeviceGrants } from '../../src/services/device-grants.ts';
import { createTokenDigests } from '../../src/services/token-digests.ts';
import { ADDRESS, createOAuthHouse, errorOf, ISSUER, type OAuthHouse, SERVICE_KEYS } from '../support/oauth-house.ts';
import { approval } from '../support/sign-in-records.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let house: OAuthHouse;
beforeEach(async () => {
  house = await createOAuthHouse();
});

const later = (ms: number) => {
  house.clock.set(house.clock.now() + ms);
};
const decision = () => ({ by: { id: 'key0000001', address: ADDRESS, requestId: 'request-1' }, now: house.clock.now() });
const poll = (deviceCode: string, members: object = {}) =>
  house.exchange({ grantType: GRANT_TYPES.deviceCode, deviceCode, ...members });
const rowOf = async (id: string) => (await house.storage.findDeviceGrantById(id)) ?? expect.fail('It is gone.');

describe('a device that asks', () => {
  it('gets two codes for ten minutes, of which the store knows digests alone', async () => {
    const { deviceCode, userCode, grant } = await house.begin();
    expect(deviceCode).toMatch(/^wg_dc_[0-9A-Za-z]{43}$/);
    expect(userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect(grant).toMatchObject({ expiresAt: house.clock.now() + 10 * MINUTE, interval: 5, askerIp: ADDRESS });
    const text = JSON.stringify(grant);
    for (const secret of [deviceCode, userCode, userCode.replace('-', '')]) expect(text).not.toContain(secret);
  });

  it('is found by its user code however a person types it, and by nothing else', async () => {
    const { userCode, deviceCode, grant } = await house.begin();
    const find = async (typed: string) => (await house.devices.find(typed, house.clock.now()))?.id;
    for (const typed of [userCode, userCode.toLowerCase(), userCode.replace('-', ' '), ` ${userCode}. `]) {
      expect(await find(typed)).toBe(grant.id);
    }
    for (const typed of ['', deviceCode, grant.id, grant.userDigest, userCode.slice(1), `${userCode}B`]) {
      expect(await find(typed)).toBeUndefined();
    }
  });

  it('is not found once somebody decided, nor when its time is over', async () => {
    const [allowed, left] = [await house.begin(), await house.begin()];
    await house.devices.approve(allowed.grant.id, approval(), decision());
    expect(await house.devices.find(allowed.userCode, house.clock.now())).toBeUndefined();
    later(10 * MINUTE - 1);
    expect(await house.devices.find(left.userCode, house.clock.now())).toBeDefined();
    later(1);
    expect(await house.devices.find(left.userCode, house.clock.now())).toBeUndefined();
    expect(await house.devices.approve(left.grant.id, approval(), decision())).toBe('gone');
  });

  it('gets another code when the one that was made for it is taken', async () => {
    // Eight bytes make a user code: the same ones twice, then others.
    const source = createSeededRandom();
    let singles = 0;
    const random = (bytes: Uint8Array<ArrayBuffer>) => {
      if (bytes.length > 1) return source(bytes);
      bytes[0] = singles++ < 16 ? 7 : 8;
      return bytes;
    };
    const digests = createTokenDigests(createNodeDigests(), SERVICE_KEYS.peppers);
    const devices = createDeviceGrants({ store: house.storage, digests, brand: 'wg', random });
    const client = { id: 'wicketgate-cli', name: 'Command', redirectUris: [] };
    const request = { client, requestedScopes: null, audience: ISSUER, dpopJkt: null, address: null };
    expect((await devices.begin(request, house.clock.now())).userCode).toBe('KKKK-KKKK');
    expect((await devices.begin(request, house.clock.now())).userCode).toBe('LLLL-LLLL');
    await expect(devices.begin(request, house.clock.now())).rejects.toMatchObject({
      refusal: { reason: 'unavailable' },
    });
  });
});

describe('a decision', () => {
  it('opens one session, audited under who decided', async () => {
    const { deviceCode, grant } = await house.begin();
    expect(await house.devices.approve(grant.id, approval(), decision())).toBe('done');
    expect(await house.storage.listAudit(grant.id, 9)).toMatchObject([
      { action: 'device.approve', actor: 'key0000001', actorIp: ADDRESS, details: { principal: 'work:ada' } },
    ]);
    const { session } = await poll(deviceCode);
    expect(session).toMatchObject({ principal: { id: 'work:ada' }, clientId: 'wicketgate-cli', createdIp: ADDRESS });
    expect(await errorOf(poll(deviceCode))).toBe('invalid_grant');
    expect(await house.trail(session.id)).toEqual(['session.create']);
  });

  it('is made once: whoever comes later finds it gone', async () => {
    const { deviceCode, grant } = await house.begin();
    const both = [house.devices.deny(grant.id, decision()), house.devices.approve(grant.id, approval(), decision())];
    expect((await Promise.all(both)).sort()).toEqual(['done', 'gone']);
    expect(await house.devices.deny(grant.id, decision())).toBe('gone');
    expect(await house.trail(grant.id)).toHaveLength(1);
    expect(['none', 'access_denied']).toContain(await errorOf(poll(deviceCode)));
  });

  it('is made also while the device polls', async () => {
    const { deviceCode, grant } = await house.begin();
    const polls = Array.from({ length: 5 }, () => errorOf(poll(deviceCode)));
    const [approved] = await Promise.all([house.devices.approve(grant.id, approval(), decision()), ...polls]);
    expect(approved).toBe('done');
  });

  it('is refusal after the fifth failed try to prove who one is', async () => {
    const { deviceCode, grant } = await house.begin();
    for (let tries = 1; tries < 5; tries++) expect(await house.devices.failed(grant.id, decision())).toBe('open');
    expect(await errorOf(poll(deviceCode))).toBe('authorization_pending');
    expect(await house.devices.failed(grant.id, decision())).toBe('denied');
    expect(await house.devices.failed(grant.id, decision())).toBe('gone');
    expect(await errorOf(poll(deviceCode))).toBe('access_denied');
    expect(await house.trail(grant.id)).toEqual(['device.deny']);
  });

  it('is worth nothing once what it rests on has ended', async () => {
    const { deviceCode, grant } = await house.begin();
    const endsBy = house.clock.now() + MINUTE;
    await house.devices.approve(grant.id, approval({ endsBy }), decision());
    later(MINUTE);
    expect(await errorOf(poll(deviceCode))).toBe('invalid_grant');
  });
});

describe('polls', () => {
  it('that come early make the interval longer for good', async () => {
    const { deviceCode, grant } = await house.begin();
    expect(await errorOf(poll(deviceCode))).toBe('authorization_pending');
    for (const interval of [10, 15, 20]) {
      later(SECOND);
      expect(await errorOf(poll(deviceCode))).toBe('slow_down');
      expect((await rowOf(grant.id)).interval).toBe(interval);
    }
    later(20 * SECOND - 1);
    expect(await errorOf(poll(deviceCode))).toBe('slow_down');
    later(25 * SECOND);
    expect(await errorOf(poll(deviceCode))).toBe('authorization_pending');
    expect((await rowOf(grant.id)).interval).toBe(25);
  });

  it('that come at once are too many, and cost five seconds once', async () => {
    const { deviceCode, grant } = await house.begin();
    await errorOf(poll(deviceCode));
    later(SECOND);
    const errors = await Promise.all([poll(deviceCode), poll(deviceCode)].map(errorOf));
    expect(errors).toEqual(['slow_down', 'slow_down']);
    expect((await rowOf(grant.id)).interval).toBe(10);
  });

  it('that come at once before any other count as one that is in time and one that is not', async () => {
    const { deviceCode, grant } = await house.begin();
    const errors = await Promise.all([poll(deviceCode), poll(deviceCode)].map(errorOf));
    expect(errors.sort()).toEqual(['authorization_pending', 'slow_down']);
    expect((await rowOf(grant.id)).interval).toBe(5);
  });

  it('of an approved grant at once give tokens to one of them', async () => {
    const { deviceCode, grant } = await house.begin();
    await house.devices.approve(grant.id, approval(), decision());
    const errors = await Promise.all(Array.from({ length: 10 }, () => errorOf(poll(deviceCode))));
    expect(errors.filter((error) => error === 'none')).toHaveLength(1);
    expect(new Set(errors)).toEqual(new Set(['none', 'invalid_grant']));
    expect(await house.storage.listSessions({}, { limit: 10, now: house.clock.now() })).toHaveLength(1);
  });

  it('of another client, of another key, and for another resource give nothing and use nothing up', async () => {
    const { deviceCode, grant } = await house.begin({ dpopJkt: 'key' });
    await house.devices.approve(grant.id, approval(), decision());
    expect(await errorOf(poll(deviceCode, { clientId: 'wicketgate-vscode' }))).toBe('invalid_grant');
    expect(await errorOf(poll(deviceCode, { jkt: 'other' }))).toBe('invalid_grant');
    expect(await errorOf(poll(deviceCode))).toBe('invalid_grant');
    expect(await errorOf(poll(deviceCode, { jkt: 'key', resource: `${ISSUER}/mcp` }))).toBe('invalid_target');
    expect((await poll(deviceCode, { jkt: 'key', resource: ISSUER })).session.dpopJkt).toBe('key');
  });

  it('are told that the code has expired, for a while', async () => {
    const { deviceCode } = await house.begin();
    later(10 * MINUTE);
    await house.storage.pruneSignIn(house.clock.now());
    expect(await errorOf(poll(deviceCode))).toBe('expired_token');
    later(10 * MINUTE);
    await house.storage.pruneSignIn(house.clock.now());
    expect(await errorOf(poll(deviceCode))).toBe('invalid_grant');
  });

  it('with what is no device code read nothing from the store', async () => {
    const never: SignInStore = new Proxy({} as SignInStore, {
      get: () => () => expect.fail('The store was asked.'),
    });
    const digests = createTokenDigests(createNodeDigests(), SERVICE_KEYS.peppers);
    const devices = createDeviceGrants({ store: never, digests, brand: 'wg', random: createSeededRandom() });
    for (const text of [
      '',
      'nonsense',
      `wg_rt_${'a'.repeat(43)}`,
      `wg_dc_${'a'.repeat(42)}`,
      `x_dc_${'a'.repeat(43)}`,
    ]) {
      const polled = devices.poll(text, { clientId: undefined, jkt: null }, house.clock.now());
      expect(await errorOf(polled)).toBe('invalid_grant');
    }
  });
});
