import { parseApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyDraft } from '../../src/domain/key-draft.ts';
import type { KeyRecord } from '../../src/domain/key-record.ts';
import { Refused, type Refusal } from '../../src/domain/refusal.ts';
import { StorageError } from '../../src/ports/storage-error.ts';
import { createKeyService } from '../../src/services/key-service.ts';
import {
  ACTOR,
  createKeyHouse,
  DRAFT,
  FOREIGN_KEY,
  type KeyHouse,
  OWNER,
  PEPPERS,
  sha256Hex,
} from '../support/key-house.ts';
import { NEW_YEAR } from '../support/records.ts';

const DAY = 24 * 3_600_000;
const IMPORT = { ...DRAFT, shape: 'legacy', sha256: sha256Hex(FOREIGN_KEY) };

describe('the administration of keys', () => {
  let house: KeyHouse;
  beforeEach(async () => {
    house = await createKeyHouse();
  });
  afterEach(async () => {
    await house.storage.close();
  });

  const create = (draft: Partial<KeyDraft> = {}) => house.keys.create({ ...DRAFT, ...draft }, ACTOR);
  const trail = async (id: string) => (await house.storage.listAudit(id, 50)).reverse();
  const actions = async (id: string) => (await trail(id)).map(({ action }) => action);
  const verdict = (apiKey: string) => house.verifier.verify(apiKey, house.clock.now());

  describe('creates', () => {
    it('a key with the defaults, whose text is in the answer alone', async () => {
      const { apiKey, record } = await create();
      expect(parseApiKey(apiKey)).toMatchObject({ ok: true, key: { id: record.id, env: 'live' } });
      expect(record).toEqual({
        ...record,
        kind: 'issued',
        shape: null,
        hint: `wg_live_${record.id}`,
        name: 'Build server',
        env: 'live',
        owner: OWNER,
        tier: 'free',
        role: 'user',
        scopes: [],
        limits: null,
        metadata: {},
        status: 'active',
        createdAt: NEW_YEAR,
        createdBy: 'bootstrap',
        expiresAt: null,
        pepperVersion: 1,
        revision: 1,
      });
      expect(record.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(await house.keys.show(record.id)).toEqual(record);
      expect(JSON.stringify(record)).not.toContain(apiKey);
    });

    it('a key with everything that was said of it', async () => {
      const said = {
        tier: 'enterprise',
        role: 'viewer',
        scopes: ['releases:read'],
        limits: { requests: 5, windowSeconds: 60, burst: 2 },
        expiresAt: NEW_YEAR + 1,
        metadata: { team: 'core' },
      } as const;
      const { record } = await create(said);
      expect(await house.keys.show(record.id)).toMatchObject(said);
    });

    it('with one entry in the audit trail that tells who, what and for whom', async () => {
      const { record } = await create({
        metadata: { note: 'x' },
        limits: { requests: 5, windowSeconds: 60, burst: 2 },
      });
      const [entry, ...others] = await trail(record.id);
      expect(others).toEqual([]);
      expect(entry).toMatchObject({
        at: NEW_YEAR,
        actor: 'bootstrap',
        actorIp: '192.0.2.1',
        requestId: 'request-1',
        action: 'key.create',
        targetId: record.id,
        details: {
          kind: 'issued',
          env: 'live',
          name: 'Build server',
          owner: OWNER,
          limits: { requests: 5, window_seconds: 60, burst: 2 },
          metadata: ['note'],
          expires_at: null,
        },
      });
      expect(entry?.id).toMatch(/^[0-9a-f]{32}$/);
    });

    it.each<[string, Partial<KeyDraft>, string]>([
      ['an environment that is not taken', { env: 'test' }, 'env'],
      ['an end that is now', { expiresAt: NEW_YEAR }, 'expires_at'],
      ['an end that is no number', { expiresAt: Number.NaN }, 'expires_at'],
      ['an end beyond the year 9999', { expiresAt: Date.UTC(10_000, 0, 1) }, 'expires_at'],
    ])('nothing with %s', async (_, draft, field) => {
      expect(await refusal(create(draft))).toMatchObject({ reason: 'invalid_fields', errors: [{ field }] });
      expect((await house.keys.list({}, { limit: 1 })).items).toEqual([]);
    });

    it('a key that ends in the last millisecond of the year 9999', async () => {
      const { record } = await create({ expiresAt: Date.UTC(10_000, 0, 1) - 1 });
      expect((await house.keys.show(record.id)).expiresAt).toBe(Date.UTC(10_000, 0, 1) - 1);
    });
  });

  describe('imports', () => {
    it('a key of a registered shape by its hash, under the pepper as well', async () => {
      const record = await house.keys.import(IMPORT, ACTOR);
      expect(record).toMatchObject({
        kind: 'imported',
        shape: 'legacy',
        hint: 'chef_',
        env: 'live',
        createdBy: 'bootstrap',
      });
      expect(record.digest).not.toBe(IMPORT.sha256);
      expect(await trail(record.id)).toMatchObject([
        { action: 'key.import', details: { kind: 'imported', shape: 'legacy' } },
      ]);
      expect(JSON.stringify(await trail(record.id))).not.toContain(IMPORT.sha256);
    });

    it('no key twice, also when the first came under an earlier pepper or was revoked', async () => {
      const { id } = await house.keys.import(IMPORT, ACTOR);
      expect(await refusal(house.keys.import(IMPORT, ACTOR))).toMatchObject({ reason: 'state_conflict' });
      await house.keys.revoke(id, 'lost', ACTOR);
      const peppers = [...PEPPERS, { version: 2, secret: new Uint8Array(32).fill(2) }];
      const other = await createKeyHouse({ storage: house.storage, peppers });
      expect(await refusal(other.keys.import(IMPORT, ACTOR))).toMatchObject({ reason: 'state_conflict' });
    });

    it('one of two that come at once', async () => {
      const results = await Promise.allSettled([house.keys.import(IMPORT, ACTOR), house.keys.import(IMPORT, ACTOR)]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it.each([
      ['a shape that nobody registered', { shape: 'other' }, 'shape'],
      ['a hash in capitals', { sha256: IMPORT.sha256.toUpperCase() }, 'sha256'],
      ['a hash that is too short', { sha256: 'abc' }, 'sha256'],
    ])('nothing with %s', async (_, members, field) => {
      const importing = house.keys.import({ ...IMPORT, ...members }, ACTOR);
      expect(await refusal(importing)).toMatchObject({ reason: 'invalid_fields', errors: [{ field }] });
    });

    it('into the environment that the gateway takes', async () => {
      const test = await createKeyHouse({ environments: ['test'] });
      const { env } = await test.keys.import(IMPORT, ACTOR);
      expect(env).toBe('test');
      expect((await test.verifier.verify(FOREIGN_KEY, NEW_YEAR)).ok).toBe(true);
      await test.storage.close();
    });
  });

  describe('lists', () => {
    it('pages that follow each other by a cursor, until there is none', async () => {
      const ids: string[] = [];
      for (let at = 0; at < 5; at++) {
        house.clock.set(NEW_YEAR + at);
        ids.unshift((await create()).record.id);
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await house.keys.list({}, { limit: 2, cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(ids);
    });

    it('no cursor after a last page that is full', async () => {
      await create();
      await create();
      expect(await house.keys.list({}, { limit: 2 })).toMatchObject({ nextCursor: null });
    });

    it.each(['x', 'eyJjIjoxfQ', Buffer.from('{"c":-1,"i":"aaaaaaaaaa"}').toString('base64url'), '____'])(
      'nothing behind the cursor %s, which is none',
      async (cursor) => {
        const listing = house.keys.list({}, { limit: 2, cursor });
        expect(await refusal(listing)).toMatchObject({ reason: 'invalid_fields', errors: [{ field: 'cursor' }] });
      },
    );

    it('by state at this instant', async () => {
      const { record } = await create({ expiresAt: NEW_YEAR + 1 });
      expect((await house.keys.list({ status: 'expired' }, { limit: 5 })).items).toEqual([]);
      house.clock.set(NEW_YEAR + 1);
      expect((await house.keys.list({ status: 'expired' }, { limit: 5 })).items.map(({ id }) => id)).toEqual([
        record.id,
      ]);
    });
  });

  it('shows nothing of a key that is not there', async () => {
    expect(await refusal(house.keys.show('nobody0000'))).toEqual({ reason: 'no_such_key', id: 'nobody0000' });
  });

  describe('edits', () => {
    it('what is given and leaves the rest, with the new values in the trail', async () => {
      const { record } = await create({ scopes: ['a'], metadata: { team: 'core' } });
      const edited = await house.keys.edit(
        record.id,
        { name: 'Renamed', tier: 'pro', limits: null, expiresAt: NEW_YEAR + DAY },
        ACTOR,
      );
      expect(edited).toEqual({ ...record, name: 'Renamed', tier: 'pro', expiresAt: NEW_YEAR + DAY, revision: 2 });
      expect(await house.keys.show(record.id)).toEqual(edited);
      expect((await trail(record.id))[1]).toMatchObject({
        action: 'key.edit',
        details: { name: 'Renamed', tier: 'pro', expires_at: '2026-01-02T00:00:00.000Z' },
      });
      expect((await trail(record.id))[1]?.details).not.toHaveProperty('limits');
    });

    it('nothing, and leaves no entry, when all is so already', async () => {
      const { record } = await create({ metadata: { a: 1, b: 2 } });
      const edited = await house.keys.edit(
        record.id,
        { name: record.name, owner: OWNER, metadata: { b: 2, a: 1 } },
        ACTOR,
      );
      expect(edited).toEqual(record);
      expect(await actions(record.id)).toEqual(['key.create']);
    });

    it('can take an end away again, and open an expired key', async () => {
      const { apiKey, record } = await create({ expiresAt: NEW_YEAR + 1 });
      house.clock.set(NEW_YEAR + 1);
      expect(await verdict(apiKey)).toMatchObject({ reason: 'key_expired' });
      await house.keys.edit(record.id, { expiresAt: null }, ACTOR);
      expect((await verdict(apiKey)).ok).toBe(true);
    });

    it('nothing of a key that was revoked, nor with an end in the past', async () => {
      const { record } = await create();
      const past = house.keys.edit(record.id, { expiresAt: NEW_YEAR }, ACTOR);
      expect(await refusal(past)).toMatchObject({ reason: 'invalid_fields', errors: [{ field: 'expires_at' }] });
      await house.keys.revoke(record.id, 'lost', ACTOR);
      expect(await refusal(house.keys.edit(record.id, { name: 'X' }, ACTOR))).toMatchObject({
        reason: 'state_conflict',
      });
    });
  });

  describe('suspends, resumes and revokes', () => {
    it('with the reason and the time, and back', async () => {
      const { record } = await create();
      house.clock.set(NEW_YEAR + 5);
      const suspended = await house.keys.suspend(record.id, 'on leave', ACTOR);
      expect(suspended).toMatchObject({ status: 'suspended', suspendedAt: NEW_YEAR + 5, suspendedReason: 'on leave' });
      const resumed = await house.keys.resume(record.id, ACTOR);
      expect(resumed).toEqual({ ...record, revision: 3 });
      const revoked = await house.keys.revoke(record.id, 'lost', { ...ACTOR, id: 'admin00001' });
      expect(revoked).toMatchObject({
        status: 'revoked',
        revokedAt: NEW_YEAR + 5,
        revokedBy: 'admin00001',
        revokedReason: 'lost',
      });
      expect(await house.keys.show(record.id)).toEqual(revoked);
      expect((await trail(record.id)).map(({ action, details }) => [action, details['reason']])).toEqual([
        ['key.create', undefined],
        ['key.suspend', 'on leave'],
        ['key.resume', undefined],
        ['key.revoke', 'lost'],
      ]);
    });

    it('once, however often it is asked', async () => {
      const { record } = await create();
      await house.keys.resume(record.id, ACTOR);
      const suspended = await house.keys.suspend(record.id, 'a', ACTOR);
      expect(await house.keys.suspend(record.id, 'b', ACTOR)).toEqual(suspended);
      const revoked = await house.keys.revoke(record.id, 'a', ACTOR);
      expect(await house.keys.revoke(record.id, 'b', ACTOR)).toEqual(revoked);
      expect(await actions(record.id)).toEqual(['key.create', 'key.suspend', 'key.revoke']);
    });

    it('nothing after a revocation, which is final', async () => {
      const { record } = await create();
      await house.keys.revoke(record.id, 'lost', ACTOR);
      for (const act of [house.keys.suspend(record.id, null, ACTOR), house.keys.resume(record.id, ACTOR)]) {
        expect(await refusal(act)).toMatchObject({ reason: 'state_conflict' });
      }
    });

    it('tells of the change before it answers', async () => {
      const { apiKey, record } = await create();
      expect(house.changed).toEqual([record.id]);
      await verdict(apiKey);
      await house.keys.suspend(record.id, null, ACTOR);
      expect(house.changed).toEqual([record.id, record.id]);
      expect(await verdict(apiKey)).toMatchObject({ reason: 'key_suspended', because: null });
    });
  });

  describe('rotates', () => {
    const inherited = {
      tier: 'pro',
      role: 'viewer',
      scopes: ['a'],
      limits: { requests: 1, windowSeconds: 2, burst: 3 },
      metadata: { team: 'core' },
      expiresAt: NEW_YEAR + 60 * DAY,
    } as const;

    it('into a successor that takes over everything, beside the old key until the overlap is over', async () => {
      const old = await create(inherited);
      await house.storage.recordUsage([{ keyId: old.record.id, count: 5, lastUsedAt: 1, lastUsedIp: null }]);
      house.clock.set(NEW_YEAR + DAY);
      const { apiKey, record } = await house.keys.rotate(old.record.id, 3_600, { ...ACTOR, id: 'admin00001' });
      expect(record).toEqual({
        ...old.record,
        id: record.id,
        hint: `wg_live_${record.id}`,
        digest: record.digest,
        createdAt: NEW_YEAR + DAY,
        createdBy: 'admin00001',
        rotatedFrom: old.record.id,
        revision: 1,
      });
      expect(await house.keys.show(record.id)).toEqual(record);
      expect(await house.keys.show(old.record.id)).toMatchObject({
        status: 'active',
        rotatedTo: record.id,
        expiresAt: NEW_YEAR + DAY + 3_600_000,
      });
      expect((await verdict(apiKey)).ok).toBe(true);
      expect((await verdict(old.apiKey)).ok).toBe(true);
      house.clock.set(NEW_YEAR + DAY + 3_600_000);
      expect(await verdict(old.apiKey)).toMatchObject({ reason: 'key_expired' });
      expect((await verdict(apiKey)).ok).toBe(true);
    });

    it('without an overlap by ending the old key at once', async () => {
      const old = await create();
      const { record } = await house.keys.rotate(old.record.id, 0, ACTOR);
      expect(await house.keys.show(old.record.id)).toMatchObject({
        status: 'revoked',
        revokedReason: 'rotated',
        revokedBy: 'bootstrap',
        revokedAt: NEW_YEAR,
        rotatedTo: record.id,
      });
      expect(await verdict(old.apiKey)).toMatchObject({ reason: 'key_revoked', because: 'rotated' });
    });

    it('never past the end that the old key had', async () => {
      const old = await create({ expiresAt: NEW_YEAR + 10 });
      await house.keys.rotate(old.record.id, 3_600, ACTOR);
      expect((await house.keys.show(old.record.id)).expiresAt).toBe(NEW_YEAR + 10);
    });

    it('an imported key into an issued one', async () => {
      const { id } = await house.keys.import(IMPORT, ACTOR);
      const { apiKey, record } = await house.keys.rotate(id, 60, ACTOR);
      expect(record).toMatchObject({ kind: 'issued', shape: null, hint: `wg_live_${record.id}`, rotatedFrom: id });
      expect((await verdict(apiKey)).ok).toBe(true);
      expect((await verdict(FOREIGN_KEY)).ok).toBe(true);
    });

    it('with an entry for each of the two keys', async () => {
      const old = await create();
      const { record } = await house.keys.rotate(old.record.id, 0, ACTOR);
      expect(await trail(old.record.id)).toMatchObject([
        {},
        { action: 'key.rotate', details: { successor: record.id, reason: 'rotated' } },
      ]);
      expect(await trail(record.id)).toMatchObject([{ action: 'key.create', details: { predecessor: old.record.id } }]);
      expect(house.changed).toContain(record.id);
      expect(house.changed.filter((id) => id === old.record.id)).toHaveLength(2);
    });

    it.each([0, 2_592_000])('with an overlap of %i seconds', async (overlap) => {
      const { record } = await create();
      expect((await house.keys.rotate(record.id, overlap, ACTOR)).record.rotatedFrom).toBe(record.id);
    });

    it.each([-1, 0.5, 2_592_001, Number.NaN])('not with an overlap of %d seconds', async (overlap) => {
      const { record } = await create();
      const rotating = house.keys.rotate(record.id, overlap, ACTOR);
      expect(await refusal(rotating)).toMatchObject({
        reason: 'invalid_fields',
        errors: [{ field: 'overlap_seconds' }],
      });
    });

    it.each<[string, (record: KeyRecord) => Promise<unknown>]>([
      ['revoked', (record) => house.keys.revoke(record.id, 'lost', ACTOR)],
      ['suspended', (record) => house.keys.suspend(record.id, null, ACTOR)],
      ['rotated', (record) => house.keys.rotate(record.id, 60, ACTOR)],
      ['expired', () => house.clock.advance(DAY)],
    ])('not a key that is %s', async (_, make) => {
      const { record } = await create({ expiresAt: NEW_YEAR + DAY });
      await make(record);
      const before = (await house.keys.list({}, { limit: 50 })).items.length;
      expect(await refusal(house.keys.rotate(record.id, 60, ACTOR))).toMatchObject({ reason: 'state_conflict' });
      expect((await house.keys.list({}, { limit: 50 })).items).toHaveLength(before);
    });

    it('not a key of an environment that is no longer taken', async () => {
      const { record } = await create();
      const other = await createKeyHouse({ storage: house.storage, environments: ['test'] });
      expect(await refusal(other.keys.rotate(record.id, 60, ACTOR))).toMatchObject({ reason: 'state_conflict' });
    });
  });

  describe('keeps one admin key that opens', () => {
    const acts: [string, (id: string) => Promise<unknown>][] = [
      ['suspended', (id) => house.keys.suspend(id, null, ACTOR)],
      ['revoked', (id) => house.keys.revoke(id, 'lost', ACTOR)],
      ['made a viewer', (id) => house.keys.edit(id, { role: 'viewer' }, ACTOR)],
    ];

    it.each(acts)('which cannot be %s while it is the last', async (_, act) => {
      const { record } = await create({ role: 'admin' });
      await create({ role: 'viewer' });
      expect(await refusal(act(record.id))).toMatchObject({
        reason: 'state_conflict',
        detail: expect.stringContaining('last') as string,
      });
      const other = await create({ role: 'admin' });
      await act(record.id);
      expect(await refusal(act(other.record.id))).toMatchObject({ reason: 'state_conflict' });
    });

    it('of two that go at once', async () => {
      const [one, two] = [await create({ role: 'admin' }), await create({ role: 'admin' })];
      const other = await createKeyHouse({ storage: house.storage });
      const results = await Promise.allSettled([
        house.keys.revoke(one.record.id, 'lost', ACTOR),
        other.keys.revoke(two.record.id, 'lost', ACTOR),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('but lets the last one be rotated, edited otherwise, and revoked once it has expired', async () => {
      const { record } = await create({ role: 'admin', expiresAt: NEW_YEAR + DAY });
      await house.keys.edit(record.id, { name: 'Renamed' }, ACTOR);
      const next = await house.keys.rotate(record.id, 0, ACTOR);
      expect(next.record.role).toBe('admin');
      house.clock.set(NEW_YEAR + DAY);
      expect(await house.keys.revoke(next.record.id, 'old', ACTOR)).toMatchObject({ status: 'revoked' });
    });
  });

  describe('meets others', () => {
    it('and tries once more when somebody else was first', async () => {
      const { record } = await create();
      const other = await createKeyHouse({ storage: house.storage });
      const edits = [
        house.keys.edit(record.id, { name: 'One' }, ACTOR),
        other.keys.edit(record.id, { tier: 'pro' }, ACTOR),
      ];
      await Promise.all(edits);
      expect(await house.keys.show(record.id)).toMatchObject({ name: 'One', tier: 'pro', revision: 3 });
      expect(await actions(record.id)).toEqual(['key.create', 'key.edit', 'key.edit']);
    });

    it('and refuses when somebody else is first again and again', async () => {
      const { record } = await create();
      // A store in which another administrator renames the key before each of our acts.
      let rivals = 0;
      const rival = {
        ...house.storage,
        act: async (act: Parameters<typeof house.storage.act>[0]) => {
          await house.keys.edit(record.id, { name: `Rival ${++rivals}` }, ACTOR);
          return house.storage.act(act);
        },
      };
      const common = { peppers: PEPPERS, brand: 'wg', environments: ['live'] as const, shapes: [], clock: house.clock };
      const keys = createKeyService({
        ...common,
        storage: rival,
        random: createSeededRandom(99),
        onChange: () => undefined,
      });
      expect(await refusal(keys.edit(record.id, { tier: 'pro' }, ACTOR))).toMatchObject({ reason: 'state_conflict' });
      expect(rivals).toBe(2);
      expect(await house.keys.show(record.id)).toMatchObject({ tier: 'free', name: 'Rival 2' });
    });

    it('and asks to come back while the store fails, with the failure as cause', async () => {
      const failure = new StorageError('busy', 'The database is locked.');
      house.store.fail(failure);
      const creating = await create().catch((error: unknown) => error);
      expect(creating).toMatchObject({ refusal: { reason: 'unavailable', retryAfterSeconds: 1 }, cause: failure });
      expect(await refusal(house.keys.show('x'))).toMatchObject({ reason: 'unavailable' });
      house.store.fail(new StorageError('failed', 'A fault of ours.'));
      await expect(house.keys.show('x')).rejects.toMatchObject({ code: 'failed' });
    });

    it('and tells of a change whose outcome the store could not say', async () => {
      const { record } = await create();
      const failing = {
        ...house.storage,
        act: () => Promise.reject(new StorageError('unavailable', 'The disk is gone.')),
      };
      const told: string[] = [];
      const common = { peppers: PEPPERS, brand: 'wg', environments: ['live'] as const, shapes: [], clock: house.clock };
      const keys = createKeyService({
        ...common,
        storage: failing,
        random: createSeededRandom(98),
        onChange: (id) => told.push(id),
      });
      expect(await refusal(keys.suspend(record.id, null, ACTOR))).toMatchObject({ reason: 'unavailable' });
      expect(told).toEqual([record.id]);
    });
  });

  it('stores no key that somebody pastes into a text', async () => {
    const { apiKey, record } = await create();
    const pasted = `see ${apiKey}, and ${FOREIGN_KEY}.`;
    const owner = { id: apiKey, email: null, name: pasted };
    const texts = { name: pasted, owner, metadata: { note: pasted, count: 1 } };
    const other = await create(texts);
    const imported = await house.keys.import({ ...IMPORT, ...texts }, ACTOR);
    await house.keys.edit(record.id, texts, ACTOR);
    await house.keys.suspend(record.id, pasted, ACTOR);
    await house.keys.revoke(record.id, pasted, ACTOR);
    const ids = [record.id, other.record.id, imported.id];
    const stored = JSON.stringify(
      await Promise.all(ids.map(async (id) => [await house.keys.show(id), await trail(id)])),
    );
    expect(stored).not.toContain(apiKey);
    expect(stored).not.toContain(FOREIGN_KEY);
    expect((await house.keys.show(record.id)).revokedReason).toBe(
      `see wg_l…${apiKey.slice(-4)}, and chef…${FOREIGN_KEY.slice(-4)}.`,
    );
  });
});

async function refusal(act: Promise<unknown>): Promise<Refusal> {
  const outcome = await act.then(
    () => 'it was done',
    (error: unknown) => error,
  );
  if (outcome instanceof Refused) return outcome.refusal;
  throw new Error('It was not refused.', { cause: outcome });
}
