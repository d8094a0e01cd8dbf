import { crc32 } from 'node:zlib';
import { createSeededRandom } from '@wicketgate/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebDigests } from '../../src/adapters/web-digests.ts';
import { StorageError } from '../../src/ports/storage-error.ts';
import { createKeyDigests } from '../../src/services/key-digests.ts';
import { createVerifier, type VerifierOptions } from '../../src/services/verifier.ts';
import { ACTOR, createKeyHouse, DRAFT, FOREIGN_KEY, type KeyHouse, PEPPERS, sha256Hex } from '../support/key-house.ts';
import { auditEntry, keyRecord } from '../support/records.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Beyond the freshness of a key, with its jitter. */
const STALE = 11 * SECOND + 1;

describe('the verifier', () => {
  let house: KeyHouse;
  beforeEach(async () => {
    house = await createKeyHouse();
  });
  afterEach(async () => {
    await house.storage.close();
  });

  const issue = () => house.keys.create(DRAFT, ACTOR);
  const verify = (text: string) => house.verifier.verify(text, house.clock.now());

  describe('decides', () => {
    it('that an issued key opens, and what it is bound to', async () => {
      const { apiKey, record } = await issue();
      const sha256 = Buffer.from(sha256Hex(apiKey), 'hex').toString('base64url');
      expect(await verify(apiKey)).toEqual({ ok: true, caller: { kind: 'key', record, sha256, degraded: false } });
    });

    it('that an imported key opens by its own text', async () => {
      const record = await house.keys.import({ ...DRAFT, shape: 'legacy', sha256: sha256Hex(FOREIGN_KEY) }, ACTOR);
      expect(await verify(FOREIGN_KEY)).toMatchObject({ ok: true, caller: { record } });
    });

    it('that a well-formed key which was never issued is unknown, as is a right id with a wrong secret', async () => {
      const { apiKey, record } = await issue();
      expect(await verify(house.strangerKey())).toEqual({ ok: false, reason: 'unknown_key' });
      const forged = forgeSecret(apiKey);
      expect(forged).toContain(record.id);
      expect(await verify(forged)).toEqual({ ok: false, reason: 'unknown_key' });
      expect((await verify(apiKey)).ok).toBe(true);
    });

    it('that a foreign key of a registered shape which was never imported is unknown', async () => {
      expect(await verify(FOREIGN_KEY)).toEqual({ ok: false, reason: 'unknown_key' });
    });

    it('that a key of one kind is not opened by the way of the other', async () => {
      const stranger = house.strangerKey();
      const id = stranger.slice('wg_live_'.length, 'wg_live_'.length + 10);
      const digests = createKeyDigests(createWebDigests(), PEPPERS);
      const digest = async (text: string) => (await digests.newest(await digests.sha256(text))).digest;
      const records = [
        keyRecord({ id, digest: await digest(stranger), kind: 'imported', shape: 'legacy' }),
        keyRecord({ id: 'key0000001', digest: await digest(FOREIGN_KEY) }),
      ];
      for (const record of records) {
        await house.storage.act({ insert: record, audit: [auditEntry({ targetId: record.id })] });
      }
      expect(await verify(stranger)).toEqual({ ok: false, reason: 'unknown_key' });
      expect(await verify(FOREIGN_KEY)).toEqual({ ok: false, reason: 'unknown_key' });
    });

    it.each([
      ['a typo', (key: string) => key.slice(0, -1) + (key.endsWith('0') ? '1' : '0')],
      ['another brand', (key: string) => key.replace('wg_', 'xx_')],
      ['the environment test where only live is taken', () => house.strangerKey('test')],
      ['an unregistered shape', () => 'ghp_0123456789abcdef0123456789abcdef0123'],
      ['a registered prefix with something else behind it', () => 'chef_dev_test_key'],
      ['nothing', () => ''],
      ['513 characters', (key: string) => key.padStart(513, 'x')],
      ['a megabyte', () => 'a'.repeat(1 << 20)],
      ['a key in other words', (key: string) => ` ${key}`],
    ])('that %s is malformed, without a read', async (_, change) => {
      const { apiKey } = await issue();
      const before = house.store.reads;
      expect(await verify(change(apiKey))).toEqual({ ok: false, reason: 'malformed_key' });
      expect(house.store.reads).toBe(before);
    });

    it('why a key that was good does not open, for whoever presents all of it', async () => {
      const { apiKey, record } = await issue();
      await house.keys.suspend(record.id, 'on leave', ACTOR);
      expect(await verify(apiKey)).toEqual({
        ok: false,
        reason: 'key_suspended',
        keyId: record.id,
        because: 'on leave',
      });
      await house.keys.resume(record.id, ACTOR);
      expect((await verify(apiKey)).ok).toBe(true);
      await house.keys.revoke(record.id, 'lost', ACTOR);
      expect(await verify(apiKey)).toEqual({ ok: false, reason: 'key_revoked', keyId: record.id, because: 'lost' });
      expect(await verify(forgeSecret(apiKey))).toEqual({ ok: false, reason: 'unknown_key' });
    });

    it('that an imported key of an environment which is no longer taken is malformed', async () => {
      await house.keys.import({ ...DRAFT, shape: 'legacy', sha256: sha256Hex(FOREIGN_KEY) }, ACTOR);
      const other = await createKeyHouse({ storage: house.storage, environments: ['test'] });
      expect(await other.verifier.verify(FOREIGN_KEY, house.clock.now())).toEqual({
        ok: false,
        reason: 'malformed_key',
      });
    });

    it('that a key ends in the very millisecond, also while it is in the cache', async () => {
      const end = house.clock.now() + 5 * SECOND;
      const { apiKey, record } = await house.keys.create({ ...DRAFT, expiresAt: end }, ACTOR);
      expect((await house.verifier.verify(apiKey, end - 1)).ok).toBe(true);
      const before = house.store.reads;
      const verdict = await house.verifier.verify(apiKey, end);
      expect(verdict).toEqual({ ok: false, reason: 'key_expired', keyId: record.id, at: end });
      expect(house.store.reads).toBe(before);
    });
  });

  describe('asks the store', () => {
    it('once for 1,000 validations of one key at once, and neither reads nor writes when it is warm', async () => {
      const { apiKey } = await issue();
      const { reads, writes } = house.store;
      const verdicts = await Promise.all(Array.from({ length: 1_000 }, () => verify(apiKey)));
      expect(verdicts.every(({ ok }) => ok)).toBe(true);
      expect(house.store.reads - reads).toBe(1);

      await Promise.all(Array.from({ length: 1_000 }, () => verify(apiKey)));
      expect(house.store.reads - reads).toBe(1);
      expect(house.store.writes).toBe(writes);
    });

    it('once for 1,000 of one key also where digests take their time', async () => {
      const { apiKey } = await issue();
      const digests = createWebDigests();
      const verifier = createVerifier({ ...optionsOf(house), digests });
      const before = house.store.reads;
      await Promise.all(Array.from({ length: 1_000 }, () => verifier.verify(apiKey, house.clock.now())));
      expect(house.store.reads - before).toBe(1);
    });

    it('once for many of one unknown key, and again when that has been forgotten', async () => {
      const stranger = house.strangerKey();
      await Promise.all(Array.from({ length: 100 }, () => verify(stranger)));
      expect(house.store.reads).toBe(1);
      house.clock.set(house.clock.now() + 4 * SECOND);
      await verify(stranger);
      expect(house.store.reads).toBe(1);
      house.clock.set(house.clock.now() + 2 * SECOND);
      await verify(stranger);
      expect(house.store.reads).toBe(2);
    });

    it('again when a key has been used for ten seconds, a tenth more or less', async () => {
      const { apiKey } = await issue();
      const start = house.clock.now();
      await verify(apiKey);
      const before = house.store.reads;
      await house.verifier.verify(apiKey, start + 9 * SECOND - 1);
      expect(house.store.reads).toBe(before);
      await house.verifier.verify(apiKey, start + STALE);
      expect(house.store.reads).toBe(before + 1);
    });

    it('at different times for keys that were read together', async () => {
      const made = await Promise.all(Array.from({ length: 40 }, () => issue()));
      const start = house.clock.now();
      const at = (now: number) => Promise.all(made.map(({ apiKey }) => house.verifier.verify(apiKey, now)));
      await at(start);
      const before = house.store.reads;
      await at(start + 10 * SECOND);
      const read = house.store.reads - before;
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThan(40);
    });

    it('again for an unknown key when the clock was set back to before it was read', async () => {
      const stranger = house.strangerKey();
      await verify(stranger);
      await house.verifier.verify(stranger, house.clock.now() - 1);
      expect(house.store.reads).toBe(2);
    });

    it('again when the clock was set back to before the key was read', async () => {
      const { apiKey } = await issue();
      await verify(apiKey);
      const before = house.store.reads;
      await house.verifier.verify(apiKey, house.clock.now() - 1);
      expect(house.store.reads).toBe(before + 1);
    });

    it('no more often for good keys when random ones pass by', async () => {
      const small = await createKeyHouse({ storage: house.storage, cache: { maxKeys: 2, maxUnknown: 2 } });
      const { apiKey } = await small.keys.create(DRAFT, ACTOR);
      const now = small.clock.now();
      await small.verifier.verify(apiKey, now);
      const strangers = Array.from({ length: 50 }, () => small.strangerKey());
      await Promise.all(strangers.map((stranger) => small.verifier.verify(stranger, now)));
      const before = small.store.reads;
      await small.verifier.verify(apiKey, now);
      expect(small.store.reads).toBe(before);
      // Of the strangers the last two are remembered, the first is not.
      await small.verifier.verify(strangers.at(-1) ?? '', now);
      expect(small.store.reads).toBe(before);
      await small.verifier.verify(strangers[0] ?? '', now);
      expect(small.store.reads).toBe(before + 1);
    });

    it('again for the key that was used longest ago when more keys are in use than fit', async () => {
      const small = await createKeyHouse({ storage: house.storage, cache: { maxKeys: 2 } });
      const [a, b, c] = [await issue(), await issue(), await issue()].map(({ apiKey }) => apiKey);
      const now = small.clock.now();
      for (const key of [a, b, a, c]) await small.verifier.verify(key ?? '', now);
      expect(small.store.reads).toBe(3);
      await small.verifier.verify(a ?? '', now);
      expect(small.store.reads).toBe(3);
      await small.verifier.verify(b ?? '', now);
      expect(small.store.reads).toBe(4);
    });
  });

  describe('sees a change with the next request', () => {
    it('of a key that is in the cache', async () => {
      const { apiKey, record } = await issue();
      await verify(apiKey);
      await house.keys.revoke(record.id, 'lost', ACTOR);
      expect(await verify(apiKey)).toMatchObject({ reason: 'key_revoked' });
    });

    it('of a key that is being read, whose reading is not kept', async () => {
      const { apiKey, record } = await issue();
      const other = await createKeyHouse({ storage: house.storage });
      const held = house.store.hold();
      const early = verify(apiKey);
      await tick();
      await other.keys.revoke(record.id, 'lost', ACTOR);
      house.verifier.forget(record.id);
      held.release();
      expect((await early).ok).toBe(true);
      expect(await verify(apiKey)).toMatchObject({ reason: 'key_revoked' });
    });

    it('of a text that is being read and was no key, which is not kept either', async () => {
      const other = await createKeyHouse({ storage: house.storage });
      const held = house.store.hold();
      const early = verify(FOREIGN_KEY);
      await tick();
      const { id } = await other.keys.import({ ...DRAFT, shape: 'legacy', sha256: sha256Hex(FOREIGN_KEY) }, ACTOR);
      house.verifier.forget(id);
      held.release();
      expect(await early).toMatchObject({ reason: 'unknown_key' });
      expect((await verify(FOREIGN_KEY)).ok).toBe(true);
    });

    it('without waiting for a reading that began before it', async () => {
      const { apiKey, record } = await issue();
      const held = house.store.hold();
      const early = verify(apiKey);
      await tick();
      house.verifier.forget(record.id);
      const before = house.store.reads;
      const late = verify(apiKey);
      await tick();
      expect(house.store.reads).toBe(before + 1);
      held.release();
      expect((await early).ok).toBe(true);
      expect((await late).ok).toBe(true);
      // The late reading is kept, the early one is not.
      await verify(apiKey);
      expect(house.store.reads).toBe(before + 1);
    });

    it('that makes a key of a text which was none a moment ago', async () => {
      expect(await verify(FOREIGN_KEY)).toMatchObject({ reason: 'unknown_key' });
      await house.keys.import({ ...DRAFT, shape: 'legacy', sha256: sha256Hex(FOREIGN_KEY) }, ACTOR);
      expect((await verify(FOREIGN_KEY)).ok).toBe(true);
    });

    it('of another process within eleven seconds', async () => {
      const other = await createKeyHouse({ storage: house.storage });
      const { apiKey, record } = await issue();
      await verify(apiKey);
      await other.keys.revoke(record.id, 'lost', ACTOR);
      expect((await verify(apiKey)).ok).toBe(true);
      house.clock.set(house.clock.now() + STALE);
      expect(await verify(apiKey)).toMatchObject({ reason: 'key_revoked' });
    });
  });

  describe('while the store fails', () => {
    const failure = new StorageError('busy', 'The database is locked.');

    it('answers that it is unavailable for what it does not know, and tells why', async () => {
      const { apiKey } = await issue();
      house.store.fail(failure);
      expect(await verify(apiKey)).toEqual({ ok: false, reason: 'unavailable' });
      expect(await verify(house.strangerKey())).toEqual({ ok: false, reason: 'unavailable' });
      expect(house.degraded).toEqual([failure, failure]);
      house.store.fail(undefined);
      expect((await verify(apiKey)).ok).toBe(true);
    });

    it('lets a key it knows pass, marked degraded, until fifteen minutes after it was read', async () => {
      const { apiKey } = await issue();
      const readAt = house.clock.now();
      await verify(apiKey);
      house.store.fail(failure);
      expect(await house.verifier.verify(apiKey, readAt + 8 * SECOND)).toMatchObject({
        ok: true,
        caller: { degraded: false },
      });
      expect(await house.verifier.verify(apiKey, readAt + STALE)).toMatchObject({
        ok: true,
        caller: { degraded: true },
      });
      const last = await house.verifier.verify(apiKey, readAt + 15 * MINUTE - 1);
      expect(last).toMatchObject({ ok: true, caller: { degraded: true } });
      // The stand-in itself stands for a second at most.
      expect(await house.verifier.verify(apiKey, readAt + 15 * MINUTE + SECOND)).toEqual({
        ok: false,
        reason: 'unavailable',
      });
    });

    it('asks it once a second for a key it knows, and is no longer degraded when it answers', async () => {
      const { apiKey } = await issue();
      await verify(apiKey);
      house.store.fail(failure);
      const now = house.clock.now() + STALE;
      const before = house.store.reads;
      await Promise.all(Array.from({ length: 100 }, () => house.verifier.verify(apiKey, now)));
      await house.verifier.verify(apiKey, now + SECOND - 1);
      expect(house.store.reads).toBe(before + 1);
      house.store.fail(undefined);
      expect(await house.verifier.verify(apiKey, now + SECOND)).toMatchObject({
        ok: true,
        caller: { degraded: false },
      });
    });

    it('never lets a key pass that has expired, was suspended or was revoked', async () => {
      const end = house.clock.now() + MINUTE;
      const expiring = await house.keys.create({ ...DRAFT, expiresAt: end }, ACTOR);
      const suspended = await issue();
      const revoked = await issue();
      await house.keys.suspend(suspended.record.id, null, ACTOR);
      await house.keys.revoke(revoked.record.id, 'lost', ACTOR);
      for (const { apiKey } of [expiring, suspended, revoked]) await verify(apiKey);
      house.store.fail(failure);
      for (const { apiKey } of [expiring, suspended, revoked]) {
        expect(await house.verifier.verify(apiKey, end)).toEqual({ ok: false, reason: 'unavailable' });
      }
    });

    it('does not bring back a key that was changed just before', async () => {
      const { apiKey, record } = await issue();
      await verify(apiKey);
      await house.keys.revoke(record.id, 'lost', ACTOR);
      house.store.fail(failure);
      expect(await verify(apiKey)).toEqual({ ok: false, reason: 'unavailable' });
    });
  });

  describe('with several peppers', () => {
    const both = [...PEPPERS, { version: 2, secret: new Uint8Array(32).fill(2) }];

    it('verifies keys of each, issued and imported, and makes new ones under the highest', async () => {
      const old = await issue();
      await house.keys.import({ ...DRAFT, shape: 'legacy', sha256: sha256Hex(FOREIGN_KEY) }, ACTOR);
      const rotated = await createKeyHouse({ storage: house.storage, peppers: both });
      const now = rotated.clock.now();
      expect(await rotated.verifier.verify(old.apiKey, now)).toMatchObject({
        ok: true,
        caller: { record: { pepperVersion: 1 } },
      });
      expect((await rotated.verifier.verify(FOREIGN_KEY, now)).ok).toBe(true);
      const fresh = await rotated.keys.create(DRAFT, ACTOR);
      expect(fresh.record.pepperVersion).toBe(2);
      expect((await rotated.verifier.verify(fresh.apiKey, now)).ok).toBe(true);
      expect(rotated.store.writes).toBe(1);
    });

    it('knows no key of a pepper that it does not have', async () => {
      const { apiKey } = await issue();
      const other = await createKeyHouse({ storage: house.storage, peppers: both.slice(1) });
      expect(await other.verifier.verify(apiKey, house.clock.now())).toEqual({ ok: false, reason: 'unknown_key' });
    });

    it('knows no key of another pepper of the same version', async () => {
      const { apiKey } = await issue();
      const peppers = [{ version: 1, secret: new Uint8Array(32).fill(9) }];
      const other = await createKeyHouse({ storage: house.storage, peppers });
      expect(await other.verifier.verify(apiKey, house.clock.now())).toEqual({ ok: false, reason: 'unknown_key' });
    });
  });

  describe('refuses to be made', () => {
    const pepper = PEPPERS[0] ?? { version: 1, secret: new Uint8Array(32) };
    it.each<[string, Partial<VerifierOptions>]>([
      ['without a pepper', { peppers: [] }],
      ['with two peppers of one version', { peppers: [pepper, pepper] }],
      ['with a pepper of 31 bytes', { peppers: [{ version: 1, secret: new Uint8Array(31) }] }],
      ['with a pepper of version 0', { peppers: [{ ...pepper, version: 0 }] }],
      ['with a brand that is none', { brand: 'WG' }],
      ['without an environment', { environments: [] }],
      ['with a cache of nothing', { cache: { maxKeys: 0 } }],
    ])('%s', (_, options) => {
      expect(() => createVerifier({ ...optionsOf(house), ...options })).toThrow(TypeError);
    });
  });
});

function optionsOf(house: KeyHouse): VerifierOptions {
  return {
    store: house.store,
    peppers: PEPPERS,
    brand: 'wg',
    environments: ['live'],
    shapes: [],
    random: createSeededRandom(3),
  };
}

/** The same id with another secret and a checksum that fits. */
function forgeSecret(apiKey: string): string {
  const head = apiKey.slice(0, -6);
  const forged = head.slice(0, -1) + (head.endsWith('0') ? '1' : '0');
  return forged + checksumOf(forged);
}

function checksumOf(head: string): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let rest = crc32(head);
  let text = '';
  for (let at = 0; at < 6; at++) {
    text = alphabet.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));
