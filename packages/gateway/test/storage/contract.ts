import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyRecord } from '../../src/domain/key-record.ts';
import { principalUsageName } from '../../src/domain/usage-name.ts';
import type { KeyFilter, KeyUsage, Storage } from '../../src/ports/storage.ts';
import { StorageError } from '../../src/ports/storage-error.ts';
import type { Database } from '../../src/storage/database.ts';
import { createStorage } from '../../src/storage/storage.ts';
import { auditEntry, digestOf, idOf, keyRecord, NEW_YEAR } from '../support/records.ts';

export interface StorageContract {
  readonly name: string;
  /** An empty database, not migrated. */
  readonly open: () => Promise<Database>;
}

const HOUR = 3_600_000;

/** What any dialect must do. */
export function storageContract({ name, open }: StorageContract): void {
  describe(`storage on ${name}`, () => {
    let database: Database;
    let storage: Storage;

    beforeEach(async () => {
      database = await open();
      storage = createStorage(database);
      await storage.migrate();
    });
    afterEach(async () => {
      await storage.close();
    });

    const insert = async (members: Partial<KeyRecord> = {}) => {
      const record = keyRecord(members);
      expect(await storage.act({ insert: record, audit: [auditEntry({ targetId: record.id })] })).toBe('done');
      return record;
    };
    const page = { limit: 50, now: NEW_YEAR + HOUR };
    const idsOf = async (filter: KeyFilter) => (await storage.list(filter, page)).map(({ id }) => id);

    describe('keys', () => {
      it('gives a key back as it was put in, with every member', async () => {
        const first = await insert({ id: idOf(1), digest: digestOf(1) });
        const record = await insert({
          id: idOf(2),
          digest: digestOf(2),
          kind: 'imported',
          shape: 'legacy',
          env: 'test',
          pepperVersion: 3,
          owner: { id: 'x', email: null, name: null },
          tier: 'enterprise',
          role: 'admin',
          scopes: ['releases:read', 'mcp'],
          limits: { requests: 5, windowSeconds: 10, burst: 2 },
          metadata: { team: 'core', seats: 3, paid: true, note: null },
          allowedOrigins: ['https://app.example.com'],
          allowedServers: ['*'],
          budget: 1_000,
          status: 'revoked',
          createdAt: NEW_YEAR + 1,
          createdBy: first.id,
          expiresAt: NEW_YEAR + HOUR,
          suspendedAt: NEW_YEAR + 2,
          suspendedReason: 'on leave',
          revokedAt: NEW_YEAR + 3,
          revokedBy: first.id,
          revokedReason: 'lost',
          rotatedFrom: first.id,
          rotatedTo: first.id,
          revision: 7,
        });
        expect(await storage.findById(record.id)).toEqual(record);
        expect(await storage.findByDigest([record.digest])).toEqual(record);
        expect(await storage.findById(first.id)).toEqual(first);
      });

      it('finds nothing under an unknown id or digest, nor under no digest', async () => {
        await insert();
        expect(await storage.findById('nobody')).toBeUndefined();
        expect(await storage.findByDigest([digestOf(9)])).toBeUndefined();
        expect(await storage.findByDigest([])).toBeUndefined();
      });

      it('finds a key by any of several digests', async () => {
        const record = await insert();
        expect((await storage.findByDigest([digestOf(8), record.digest, digestOf(9)]))?.id).toBe(record.id);
      });

      it('keeps texts that look like SQL or hold any character as they are', async () => {
        const name = `'; drop table api_keys; -- "\\ % _ ☃ 😀`;
        const record = await insert({ name, metadata: { note: name } });
        expect(await storage.findById(record.id)).toEqual(record);
      });

      it.each([
        ['kind', { kind: 'made' }],
        ['env', { env: 'prod' }],
        ['tier', { tier: 'gold' }],
        ['role', { role: 'root' }],
        ['status', { status: 'gone' }],
        ['a short digest', { digest: 'abc' }],
        ['a revocation without its reason', { status: 'revoked', revokedAt: 1, revokedBy: 'x' }],
        ['a suspension without its time', { status: 'suspended' }],
        ['an imported key without a shape', { kind: 'imported' }],
        ['a limit of nothing', { limits: { requests: 0, windowSeconds: 1, burst: 1 } }],
      ])('refuses %s that no rule lets through as a fault, not as a lost race', async (_, members) => {
        const record = { ...keyRecord(), ...members } as KeyRecord;
        const acting = storage.act({ insert: record, audit: [auditEntry()] });
        await expect(acting).rejects.toMatchObject({ code: 'failed' });
        expect(await storage.listAudit(record.id, 10)).toEqual([]);
      });
    });

    describe('acts', () => {
      it('change only what they name, and raise the revision by one', async () => {
        const record = await insert({ scopes: ['a'], metadata: { a: 1 } });
        const change = {
          name: 'Renamed',
          owner: { id: 'other', email: null, name: null },
          limits: { requests: 1, windowSeconds: 2, burst: 3 },
          scopes: ['b'],
          metadata: {},
        };
        const audit = [auditEntry({ action: 'key.edit' })];
        expect(await storage.act({ update: { id: record.id, revision: 1, change }, audit })).toBe('done');
        expect(await storage.findById(record.id)).toEqual({ ...record, ...change, revision: 2 });
      });

      it('can set a member to nothing', async () => {
        const limits = { requests: 1, windowSeconds: 1, burst: 1 };
        const record = await insert({ limits, expiresAt: NEW_YEAR + HOUR });
        const change = { limits: null, expiresAt: null };
        await storage.act({ update: { id: record.id, revision: 1, change }, audit: [auditEntry()] });
        expect(await storage.findById(record.id)).toEqual({ ...record, ...change, revision: 2 });
      });

      it('write nothing at all when the revision has moved on', async () => {
        const old = await insert();
        const change = { name: 'First' };
        await storage.act({ update: { id: old.id, revision: 1, change }, audit: [auditEntry({ action: 'key.edit' })] });

        const successor = keyRecord({ id: idOf(2), digest: digestOf(2), rotatedFrom: old.id });
        const late = storage.act({
          insert: successor,
          update: { id: old.id, revision: 1, change: { rotatedTo: successor.id } },
          audit: [auditEntry({ targetId: successor.id }), auditEntry({ action: 'key.rotate' })],
        });

        expect(await late).toBe('conflict');
        expect(await storage.findById(successor.id)).toBeUndefined();
        expect(await storage.listAudit(successor.id, 10)).toEqual([]);
        expect(await storage.findById(old.id)).toMatchObject({ name: 'First', rotatedTo: null, revision: 2 });
        expect((await storage.listAudit(old.id, 10)).map(({ action }) => action)).toEqual(['key.edit', 'key.create']);
      });

      it('write nothing when the revision is ahead, or the key is not there', async () => {
        const { id } = await insert();
        const update = { id, revision: 2, change: { name: 'Early' } };
        expect(await storage.act({ update, audit: [auditEntry()] })).toBe('conflict');
        const nobody = { id: 'nobody', revision: 1, change: { name: 'X' } };
        expect(await storage.act({ update: nobody, audit: [auditEntry({ targetId: 'nobody' })] })).toBe('conflict');
        expect(await storage.listAudit('nobody', 10)).toEqual([]);
        expect(await storage.findById(id)).toMatchObject({ name: 'Build server', revision: 1 });
      });

      it('write nothing on a late revision also when the trail was pruned', async () => {
        const { id } = await insert();
        const update = { id, revision: 1, change: { name: 'First' } };
        await storage.act({ update, audit: [auditEntry({ action: 'key.edit' })] });
        await database.db.deleteFrom('audit_log').execute();
        const late = { ...update, change: { name: 'Late' } };
        for (const revision of [1, 3]) {
          expect(await storage.act({ update: { ...late, revision }, audit: [auditEntry()] })).toBe('conflict');
        }
        expect(await storage.findById(id)).toMatchObject({ name: 'First', revision: 2 });
        expect(await storage.listAudit(id, 10)).toEqual([]);
      });

      it('of many at once on one revision exactly one is done', async () => {
        const { id } = await insert();
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, at) =>
            storage.act({ update: { id, revision: 1, change: { name: `Name ${at}` } }, audit: [auditEntry()] }),
          ),
        );
        expect(results.filter((result) => result === 'done')).toHaveLength(1);
        expect(await storage.findById(id)).toMatchObject({ revision: 2 });
        expect(await storage.listAudit(id, 50)).toHaveLength(2);
      });

      it.each([
        ['id', { id: idOf(1), digest: digestOf(2) }],
        ['digest', { id: idOf(2), digest: digestOf(1) }],
      ])('answer a conflict when the %s exists already', async (_, members) => {
        await insert();
        const record = keyRecord(members);
        const entry = auditEntry({ targetId: record.id, id: 'other' });
        expect(await storage.act({ insert: record, audit: [entry] })).toBe('conflict');
        expect(await storage.findById(idOf(2))).toBeUndefined();
      });

      it('refuse to go without an audit entry for each key', async () => {
        const record = keyRecord();
        await expect(storage.act({ insert: record, audit: [] })).rejects.toThrow(TypeError);
        await expect(storage.act({ insert: record, audit: [auditEntry({ targetId: 'x' })] })).rejects.toThrow(
          TypeError,
        );
        await expect(storage.act({ insert: record, audit: [auditEntry(), auditEntry()] })).rejects.toThrow(TypeError);
        expect(await storage.findById(record.id)).toBeUndefined();
      });

      it('that need another admin key are done while there is one, and not otherwise', async () => {
        await insert({ id: idOf(1), digest: digestOf(1), role: 'admin' });
        const now = NEW_YEAR + HOUR;
        const useless: Partial<KeyRecord>[] = [
          { role: 'user' },
          { role: 'admin', expiresAt: now },
          { role: 'admin', status: 'suspended', suspendedAt: 1 },
        ];
        for (const [at, members] of useless.entries())
          await insert({ id: idOf(at + 2), digest: digestOf(at + 2), ...members });
        const change = { role: 'user' } as const;
        const update = { id: idOf(1), revision: 1, change, whileAnotherAdminAt: now };
        expect(await storage.act({ update, audit: [auditEntry()] })).toBe('conflict');
        expect(await storage.findById(idOf(1))).toMatchObject({ role: 'admin', revision: 1 });

        await insert({ id: idOf(9), digest: digestOf(9), role: 'admin', expiresAt: now + 1 });
        expect(await storage.act({ update, audit: [auditEntry()] })).toBe('done');
      });

      it('leave their entries newest first, as many as asked for', async () => {
        const { id } = await insert();
        const rename = (revision: number) =>
          storage.act({
            update: { id, revision, change: { name: `Name ${revision}` } },
            audit: [auditEntry({ action: 'key.edit', details: { name: `Name ${revision}` }, actorIp: null })],
          });
        await rename(1);
        await rename(2);
        const [last, before] = await storage.listAudit(id, 2);
        expect(last).toMatchObject({
          action: 'key.edit',
          details: { name: 'Name 2' },
          actorIp: null,
          actor: 'bootstrap',
        });
        expect(before?.details).toEqual({ name: 'Name 1' });
        expect(await storage.listAudit(id, 50)).toHaveLength(3);
        expect(await storage.listAudit('nobody', 50)).toEqual([]);
      });
    });

    describe('lists', () => {
      const insertMany = async (count: number) => {
        for (let at = 1; at <= count; at++) {
          // Three keys of each instant: the order must not depend on the instant alone.
          await insert({ id: idOf(at), digest: digestOf(at), createdAt: NEW_YEAR + Math.floor(at / 3) });
        }
      };

      it('are newest first, then by id', async () => {
        await insertMany(7);
        expect(await idsOf({})).toEqual([6, 7, 3, 4, 5, 1, 2].map(idOf));
      });

      it('give every key once through pages of any size, also when keys are made meanwhile', async () => {
        await insertMany(20);
        for (const limit of [1, 3, 7, 20]) {
          const seen: string[] = [];
          let after: { createdAt: number; id: string } | undefined;
          for (;;) {
            const found = await storage.list({}, { ...page, limit, after });
            seen.push(...found.map(({ id }) => id));
            after = found.at(-1);
            if (found.length < limit) break;
            const number = 100 + seen.length * 50 + limit;
            await insert({ id: idOf(number), digest: digestOf(number), createdAt: NEW_YEAR + HOUR });
          }
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen.filter((id) => id <= idOf(20))).toHaveLength(20);
        }
      });

      it('can be filtered by each member, and by several at once', async () => {
        await insert({ id: idOf(1), digest: digestOf(1), env: 'test', tier: 'pro', role: 'viewer' });
        await insert({ id: idOf(2), digest: digestOf(2), owner: { id: 'other', email: null, name: null } });
        expect(await idsOf({ env: 'test' })).toEqual([idOf(1)]);
        expect(await idsOf({ tier: 'pro' })).toEqual([idOf(1)]);
        expect(await idsOf({ role: 'viewer' })).toEqual([idOf(1)]);
        expect(await idsOf({ ownerId: 'other' })).toEqual([idOf(2)]);
        expect(await idsOf({ ownerId: 'Other' })).toEqual([]);
        expect(await idsOf({ env: 'test', ownerId: 'other' })).toEqual([]);
        expect(await idsOf({ env: undefined, tier: undefined })).toHaveLength(2);
      });

      it('tell the states as they are at the given instant', async () => {
        const now = page.now;
        const ended = { revokedAt: 1, revokedBy: 'x', revokedReason: 'lost' };
        const keys: Partial<KeyRecord>[] = [
          { expiresAt: null },
          { expiresAt: now + 1 },
          { expiresAt: now },
          { status: 'suspended', suspendedAt: 1 },
          { status: 'suspended', suspendedAt: 1, expiresAt: now },
          { status: 'revoked', ...ended },
          { status: 'revoked', ...ended, expiresAt: now },
        ];
        for (const [at, members] of keys.entries()) await insert({ id: idOf(at), digest: digestOf(at), ...members });
        expect(await idsOf({ status: 'active' })).toEqual([0, 1].map(idOf));
        expect(await idsOf({ status: 'expired' })).toEqual([2, 4].map(idOf));
        expect(await idsOf({ status: 'suspended' })).toEqual([idOf(3)]);
        expect(await idsOf({ status: 'revoked' })).toEqual([5, 6].map(idOf));
      });

      it('find a part of a name in any case and script, and take % and _ and \\ for themselves', async () => {
        const names = ['Ångström 100%', 'snake_case', 'snakeXcase', 'back\\slash', 'ΣΙΓΜΑ'];
        for (const [at, name] of names.entries()) await insert({ id: idOf(at), digest: digestOf(at), name });
        expect(await idsOf({ nameContains: 'åNGS' })).toEqual([idOf(0)]);
        expect(await idsOf({ nameContains: '0%' })).toEqual([idOf(0)]);
        expect(await idsOf({ nameContains: '%' })).toEqual([idOf(0)]);
        expect(await idsOf({ nameContains: 'e_c' })).toEqual([idOf(1)]);
        expect(await idsOf({ nameContains: 'k\\s' })).toEqual([idOf(3)]);
        expect(await idsOf({ nameContains: 'σιγ' })).toEqual([idOf(4)]);
        await storage.act({
          update: { id: idOf(3), revision: 1, change: { name: 'New' } },
          audit: [auditEntry({ targetId: idOf(3) })],
        });
        expect(await idsOf({ nameContains: 'nEW' })).toEqual([idOf(3)]);
      });
    });

    describe('counts', () => {
      const use = (members: Partial<KeyUsage> = {}): KeyUsage => ({
        keyId: idOf(1),
        count: 1,
        lastUsedAt: NEW_YEAR,
        lastUsedIp: '192.0.2.1',
        ...members,
      });

      it('add up, and move the last use forward only', async () => {
        const record = await insert();
        await storage.recordUsage([use({ count: 3, lastUsedAt: 20, lastUsedIp: '192.0.2.2' })]);
        await storage.recordUsage([use({ count: 4, lastUsedAt: 10, lastUsedIp: '192.0.2.9' })]);
        const counted = { usageCount: 7, lastUsedAt: 20, lastUsedIp: '192.0.2.2' };
        expect(await storage.findById(record.id)).toEqual({ ...record, ...counted });
        await storage.recordUsage([use({ lastUsedAt: 30, lastUsedIp: null })]);
        expect(await storage.findById(record.id)).toMatchObject({ usageCount: 8, lastUsedAt: 30, lastUsedIp: null });
      });

      it('do not count as a change of the key', async () => {
        const { id } = await insert();
        await storage.recordUsage([use()]);
        expect(await storage.act({ update: { id, revision: 1, change: { name: 'X' } }, audit: [auditEntry()] })).toBe(
          'done',
        );
      });

      it('of a key that is not there do no harm to the batch', async () => {
        await insert();
        await storage.recordUsage([use({ keyId: 'nobody' }), use()]);
        expect(await storage.findById(idOf(1))).toMatchObject({ usageCount: 1 });
      });

      it('may come in batches of none and of more than one statement can bind', async () => {
        await storage.recordUsage([]);
        await storage.recordRefusals([]);
        await insert();
        const many = Array.from({ length: 10_000 }, (_, at) => use({ keyId: at === 9_999 ? idOf(1) : `other-${at}` }));
        await storage.recordUsage(many);
        const refusals = many.map(({ keyId }) => ({ minute: 0, keyId, address: 'a', reason: 'r', count: 1 }));
        await storage.recordRefusals(refusals);
        expect(await storage.findById(idOf(1))).toMatchObject({ usageCount: 1 });
      });

      it('are read for one key, and for a principal with all its sign-ins and keys', async () => {
        const owner = { id: 'owner-9', email: null, name: null };
        await insert({ id: idOf(1), owner });
        await insert({
          id: idOf(2),
          digest: digestOf(2),
          owner,
          status: 'revoked',
          revokedAt: 1,
          revokedBy: idOf(3),
          revokedReason: 'lost',
        });
        await insert({ id: idOf(3), digest: digestOf(3) });
        await storage.recordUsage([
          use({ count: 1, lastUsedAt: 30 }),
          use({ keyId: idOf(2), count: 2, lastUsedAt: 40 }),
          use({ keyId: idOf(3), count: 4, lastUsedAt: 50 }),
          use({ keyId: principalUsageName('owner-9'), count: 8, lastUsedAt: 20, lastUsedIp: null }),
          use({ keyId: principalUsageName('owner-99'), count: 16, lastUsedAt: 60, lastUsedIp: null }),
        ]);
        expect(await storage.usageOfKey(idOf(1))).toEqual({ count: 1, lastUsedAt: 30 });
        expect(await storage.usageOfPrincipal('owner-9')).toEqual({ count: 11, lastUsedAt: 40 });
        expect(await storage.usageOfPrincipal('owner-99')).toEqual({ count: 16, lastUsedAt: 60 });
      });

      it('that nobody made are nothing', async () => {
        await insert();
        expect(await storage.usageOfKey(idOf(1))).toEqual({ count: 0, lastUsedAt: null });
        expect(await storage.usageOfPrincipal('owner-9')).toEqual({ count: 0, lastUsedAt: null });
      });

      it('of refusals add up per minute, address, key and reason, and can be pruned', async () => {
        const refusal = { minute: 60_000, keyId: null, address: '192.0.2.1', reason: 'unknown_key', count: 2 };
        await storage.recordRefusals([refusal, { ...refusal, keyId: idOf(1) }, { ...refusal, minute: 120_000 }]);
        await storage.recordRefusals([
          refusal,
          { ...refusal, address: '192.0.2.2' },
          { ...refusal, reason: 'key_expired' },
        ]);
        const counts = async () => {
          const rows = await database.db
            .selectFrom('refusals')
            .selectAll()
            .orderBy('minute')
            .orderBy('refusals', 'desc')
            .execute();
          return rows.map(({ minute, address, key_id, reason, refusals }) =>
            [minute, address, key_id, reason, refusals].join(' '),
          );
        };
        const [sum, ...others] = await counts();
        expect(sum).toBe('60000 192.0.2.1  unknown_key 4');
        expect(others.sort()).toEqual([
          '120000 192.0.2.1  unknown_key 2',
          '60000 192.0.2.1  key_expired 2',
          `60000 192.0.2.1 ${idOf(1)} unknown_key 2`,
          '60000 192.0.2.2  unknown_key 2',
        ]);
        await storage.pruneRefusals(120_000);
        expect(await counts()).toEqual(['120000 192.0.2.1  unknown_key 2']);
      });
    });

    describe('facts and life', () => {
      it('keeps facts, replaces them, and lets one claim of many stand', async () => {
        expect(await storage.readFact('a')).toBeUndefined();
        await storage.writeFact('a', '1');
        await storage.writeFact('a', '2');
        expect(await storage.readFact('a')).toBe('2');
        const claims = await Promise.all(['x', 'y', 'z'].map((value) => storage.claimFact('b', value)));
        expect(new Set(claims).size).toBe(1);
        expect(await storage.readFact('b')).toBe(claims[0]);
      });

      it('tells the pepper versions of keys that are not revoked', async () => {
        const ended = { status: 'revoked', revokedAt: 1, revokedBy: 'x', revokedReason: 'lost' } as const;
        await insert({ id: idOf(1), digest: digestOf(1), pepperVersion: 3 });
        await insert({ id: idOf(2), digest: digestOf(2), pepperVersion: 1 });
        await insert({ id: idOf(3), digest: digestOf(3), pepperVersion: 3 });
        await insert({ id: idOf(4), digest: digestOf(4), pepperVersion: 2, ...ended });
        expect(await storage.pepperVersions()).toEqual([1, 3]);
      });

      it('may be migrated again and at once without a change', async () => {
        await insert();
        await Promise.all([storage.migrate(), storage.migrate(), storage.migrate()]);
        expect(await storage.findById(idOf(1))).toBeDefined();
      });

      it('answers a ping, and fails with a code when it is closed', async () => {
        await storage.ping();
        await storage.close();
        await expect(storage.ping()).rejects.toThrow(StorageError);
        await expect(storage.findById('x')).rejects.toMatchObject({ code: 'unavailable' });
        const acting = storage.act({ insert: keyRecord(), audit: [auditEntry()] });
        await expect(acting).rejects.toMatchObject({ code: 'unavailable' });
      });
    });
  });
}
