import { createFakeClock, type FakeClock } from '@wicketgate/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteDatabase } from '../../src/node/sqlite-storage.ts';
import type { KeyUsage, RefusalCount, Storage, UsageStore } from '../../src/ports/storage.ts';
import { createUsageRecorder, type UsageRecorder } from '../../src/services/usage.ts';
import type { Database } from '../../src/storage/database.ts';
import { createStorage } from '../../src/storage/storage.ts';
import { createGate } from '../support/gate.ts';
import { auditEntry, idOf, keyRecord, NEW_YEAR } from '../support/records.ts';

const MINUTE = 60_000;

describe('the usage recorder', () => {
  let clock: FakeClock;
  let database: Database;
  let storage: Storage;
  let usage: UsageRecorder;
  let failure: Error | undefined;
  let held: Promise<void> | undefined;
  const batches: { uses: (readonly KeyUsage[])[]; refusals: (readonly RefusalCount[])[]; pruned: number[] } = {
    uses: [],
    refusals: [],
    pruned: [],
  };
  const warnings: string[] = [];

  beforeEach(async () => {
    clock = createFakeClock();
    database = await openSqliteDatabase({ file: ':memory:' });
    storage = createStorage(database);
    await storage.migrate();
    await storage.act({ insert: keyRecord(), audit: [auditEntry()] });
    failure = undefined;
    held = undefined;
    Object.assign(batches, { uses: [], refusals: [], pruned: [] });
    warnings.length = 0;
    usage = createUsageRecorder({
      store: observed(storage),
      clock,
      logger: { warn: (_, message) => warnings.push(message) },
    });
  });
  afterEach(async () => {
    failure = undefined;
    await usage.close();
    await storage.close();
  });

  const observed = (store: UsageStore): UsageStore => ({
    async recordUsage(batch) {
      batches.uses.push(batch);
      await held;
      if (failure) throw failure;
      await store.recordUsage(batch);
    },
    async recordRefusals(batch) {
      batches.refusals.push(batch);
      if (failure) throw failure;
      await store.recordRefusals(batch);
    },
    async pruneRefusals(before) {
      batches.pruned.push(before);
      if (failure) throw failure;
      await store.pruneRefusals(before);
    },
  });
  const accept = (times: number, at = clock.now()) => {
    for (let time = 0; time < times; time++) usage.accepted(idOf(1), '192.0.2.1', at);
  };
  const refuse = (address: string, members: { reason?: string; keyId?: string | null; now?: number } = {}) => {
    usage.refused({ reason: 'unknown_key', keyId: null, now: clock.now(), ...members, address });
  };
  const refusals = () => database.db.selectFrom('refusals').selectAll().orderBy('minute').orderBy('address').execute();

  it('writes nothing on the path of a request, and one row per key after five seconds', async () => {
    accept(1_000);
    await clock.advance(4_999);
    expect(batches.uses).toEqual([]);
    await clock.advance(1);
    expect(batches.uses).toHaveLength(1);
    expect(batches.uses[0]).toEqual([{ keyId: idOf(1), count: 1_000, lastUsedAt: NEW_YEAR, lastUsedIp: '192.0.2.1' }]);
    expect(await storage.findById(idOf(1))).toMatchObject({
      usageCount: 1_000,
      lastUsedAt: NEW_YEAR,
      lastUsedIp: '192.0.2.1',
    });
  });

  it('goes on every five seconds, and asks nothing of the store when there is nothing', async () => {
    accept(1);
    await clock.advance(20_000);
    expect(batches.uses).toHaveLength(1);
    accept(2);
    await clock.advance(5_000);
    expect((await storage.findById(idOf(1)))?.usageCount).toBe(3);
  });

  it('keeps the latest use of a batch', async () => {
    usage.accepted(idOf(1), '192.0.2.2', NEW_YEAR + 20);
    usage.accepted(idOf(1), '192.0.2.1', NEW_YEAR + 10);
    await usage.flush();
    expect(await storage.findById(idOf(1))).toMatchObject({
      usageCount: 2,
      lastUsedAt: NEW_YEAR + 20,
      lastUsedIp: '192.0.2.2',
    });
  });

  it('counts refusals per key, address, minute and reason', async () => {
    refuse('192.0.2.1');
    refuse('192.0.2.1', { now: NEW_YEAR + MINUTE - 1 });
    refuse('192.0.2.1', { now: NEW_YEAR + MINUTE });
    refuse('192.0.2.2', { reason: 'key_revoked', keyId: idOf(1) });
    await usage.flush();
    expect(await refusals()).toEqual([
      { minute: NEW_YEAR, address: '192.0.2.1', key_id: '', reason: 'unknown_key', refusals: 2 },
      { minute: NEW_YEAR, address: '192.0.2.2', key_id: idOf(1), reason: 'key_revoked', refusals: 1 },
      { minute: NEW_YEAR + MINUTE, address: '192.0.2.1', key_id: '', reason: 'unknown_key', refusals: 1 },
    ]);
  });

  it('tells a thousand addresses of a minute apart, and counts the others together', async () => {
    for (let address = 0; address < 1_500; address++) refuse(`address-${address}`);
    refuse('address-0');
    await usage.flush();
    refuse('address-1499');
    await usage.flush();
    const rows = await refusals();
    expect(rows).toHaveLength(1_001);
    expect(rows.find(({ address }) => address === 'other')?.refusals).toBe(501);
    expect(rows.find(({ address }) => address === 'address-0')?.refusals).toBe(2);
    refuse('address-1499', { now: NEW_YEAR + MINUTE });
    await usage.flush();
    expect((await refusals()).at(-1)).toMatchObject({ minute: NEW_YEAR + MINUTE, address: 'address-1499' });
  });

  it('does not grow without end while the store is away', async () => {
    failure = new Error('away');
    for (let minute = 0; minute < 60; minute++) {
      for (let address = 0; address < 1_000; address++)
        refuse(`address-${address}`, { now: NEW_YEAR + minute * MINUTE });
    }
    await usage.flush();
    failure = undefined;
    await usage.flush();
    const rows = await refusals();
    expect(rows.length).toBeLessThanOrEqual(10_000 + 60);
    expect(rows.reduce((sum, row) => sum + row.refusals, 0)).toBe(60_000);
  });

  it('keeps what the store refused, adds to it, and writes it once when the store is back', async () => {
    failure = new Error('away');
    accept(2);
    refuse('192.0.2.1');
    await clock.advance(5_000);
    accept(3);
    refuse('192.0.2.1', { now: NEW_YEAR });
    await clock.advance(5_000);
    expect(warnings.length).toBeGreaterThanOrEqual(2);
    failure = undefined;
    await clock.advance(5_000);
    expect((await storage.findById(idOf(1)))?.usageCount).toBe(5);
    expect(await refusals()).toMatchObject([{ refusals: 2 }]);
    await clock.advance(50_000);
    expect((await storage.findById(idOf(1)))?.usageCount).toBe(5);
  });

  it('loses no use that comes while a batch is being written, and writes none twice', async () => {
    const gate = createGate();
    held = gate.opened;
    accept(2);
    const first = usage.flush();
    const second = usage.flush();
    await new Promise((next) => setImmediate(next));
    accept(3);
    gate.open();
    await Promise.all([first, second]);
    await usage.flush();
    expect((await storage.findById(idOf(1)))?.usageCount).toBe(5);
  });

  it('writes once more when it is closed, and sleeps no longer', async () => {
    accept(4);
    expect(clock.sleepers).toBe(1);
    await usage.close();
    expect((await storage.findById(idOf(1)))?.usageCount).toBe(4);
    expect(clock.sleepers).toBe(0);
    expect(warnings).toEqual([]);
  });

  it('is not closed before a batch that is being written', async () => {
    const gate = createGate();
    held = gate.opened;
    accept(2);
    const writing = usage.flush();
    let isClosed = false;
    const closing = usage.close().then(() => {
      isClosed = true;
    });
    for (let turn = 0; turn < 5; turn++) await new Promise((next) => setImmediate(next));
    expect(isClosed).toBe(false);
    gate.open();
    await Promise.all([writing, closing]);
    expect((await storage.findById(idOf(1)))?.usageCount).toBe(2);
  });

  it('may be closed twice', async () => {
    await usage.close();
    await usage.close();
  });

  it('drops the counts of refusals after thirty days, looking once an hour', async () => {
    refuse('192.0.2.1');
    await usage.flush();
    await clock.advance(3_600_000 - 5_000);
    expect(batches.pruned).toHaveLength(1);
    clock.set(NEW_YEAR + 30 * 24 * 60 * MINUTE);
    await usage.flush();
    expect(await refusals()).toHaveLength(1);
    clock.set(NEW_YEAR + 30 * 24 * 60 * MINUTE + 60 * MINUTE);
    await usage.flush();
    expect(await refusals()).toEqual([]);
    expect(batches.pruned).toHaveLength(3);
  });
});
