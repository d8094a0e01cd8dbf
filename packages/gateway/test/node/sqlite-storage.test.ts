import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteDatabase, openSqliteStorage } from '../../src/node/sqlite-storage.ts';
import { storageContract } from '../storage/contract.ts';
import { signInContract } from '../storage/sign-in-contract.ts';
import { auditEntry, idOf, keyRecord } from '../support/records.ts';

const root = mkdtempSync(join(tmpdir(), 'wicketgate-sqlite-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

let number = 0;
const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url));
const run = (program: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, ['--conditions', '@wicketgate/source', join(fixtures, program), ...args]);
const freshFile = () => join(root, `folder-${++number}`, 'wicketgate.db');

for (const contract of [storageContract, signInContract]) {
  contract({ name: 'node:sqlite in memory', open: () => openSqliteDatabase({ file: ':memory:' }) });
  contract({ name: 'node:sqlite in a file', open: () => openSqliteDatabase({ file: freshFile() }) });
}

describe('a database file', () => {
  let file: string;
  beforeEach(() => {
    file = freshFile();
  });
  const modeOf = (path: string) => statSync(path).mode & 0o777;

  it('is made for its owner alone, with its folder and its write-ahead log', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows has no modes');
    const storage = await openSqliteStorage({ file });
    await storage.migrate();
    expect(modeOf(join(file, '..'))).toBe(0o700);
    expect([file, `${file}-wal`, `${file}-shm`].map(modeOf)).toEqual([0o600, 0o600, 0o600]);
    await storage.close();
  });

  it('holds what was written when it is opened again', async () => {
    const first = await openSqliteStorage({ file });
    await first.migrate();
    await first.act({ insert: keyRecord(), audit: [auditEntry()] });
    await first.close();
    const second = await openSqliteStorage({ file });
    await second.migrate();
    expect(await second.findById(idOf(1))).toEqual(keyRecord());
    await second.close();
  });

  it('has no interactive transactions, which would take in the statements of others', async () => {
    const database = await openSqliteDatabase({ file });
    const transacting = database.db.transaction().execute(() => Promise.resolve());
    await expect(transacting).rejects.toThrow('use a batch');
    await database.close();
  });

  it('is in WAL mode', async () => {
    const storage = await openSqliteStorage({ file });
    const other = new DatabaseSync(file);
    expect(other.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    other.close();
    await storage.close();
  });

  it('has each commit on the disk before it is answered', async () => {
    const database = await openSqliteDatabase({ file });
    const { rows } = await sql`pragma synchronous`.execute(database.db);
    // 2 is `full` (sqlite.org/pragma.html#pragma_synchronous).
    expect(rows).toEqual([{ synchronous: 2 }]);
    await database.close();
  });

  it('serves two connections: what one commits the other reads, and one of two updates of a revision is done', async () => {
    const [one, two] = await Promise.all([openSqliteStorage({ file }), openSqliteStorage({ file })]);
    await Promise.all([one.migrate(), two.migrate()]);
    await one.act({ insert: keyRecord(), audit: [auditEntry()] });
    expect(await two.findById(idOf(1))).toEqual(keyRecord());
    const rename = { id: idOf(1), revision: 1, change: { name: 'Renamed' } };
    const results = await Promise.all(
      [one, two].map((storage) => storage.act({ update: rename, audit: [auditEntry()] })),
    );
    expect(results.sort()).toEqual(['conflict', 'done']);
    await Promise.all([one.close(), two.close()]);
  });

  it('serves several processes that migrate it and change one key at once, and loses no change', async () => {
    const times = 10;
    await Promise.all(Array.from({ length: 3 }, () => run('rename-keys.ts', file, String(times))));
    const storage = await openSqliteStorage({ file });
    expect(await storage.findById(idOf(1))).toMatchObject({ revision: 3 * times + 1 });
    expect(await storage.listAudit(idOf(1), 1_000)).toHaveLength(3 * times + 1);
    await storage.close();
  });

  it('that another process has locked is busy, and nothing of the batch is written', async () => {
    const storage = await openSqliteStorage({ file, busyTimeoutMs: 1 });
    await storage.migrate();
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    const acting = storage.act({ insert: keyRecord(), audit: [auditEntry()] });
    await expect(acting).rejects.toMatchObject({ code: 'busy' });
    other.exec('rollback');
    other.close();
    expect(await storage.act({ insert: keyRecord(), audit: [auditEntry()] })).toBe('done');
    await storage.close();
  });

  it('that is no database is corrupt', async () => {
    const storage = await openSqliteStorage({ file });
    await storage.close();
    writeFileSync(
      file,
      'this is no database, but it is long enough to have a header of one hundred bytes in it'.repeat(3),
    );
    await expect(openSqliteStorage({ file })).rejects.toMatchObject({ name: 'StorageError', code: 'corrupt' });
  });

  it('whose row holds no JSON is corrupt', async () => {
    const storage = await openSqliteStorage({ file });
    await storage.migrate();
    await storage.act({ insert: keyRecord(), audit: [auditEntry()] });
    const other = new DatabaseSync(file);
    other.exec(`update api_keys set scopes = '[' ; update audit_log set details = '{'`);
    other.close();
    await expect(storage.findById(idOf(1))).rejects.toMatchObject({ code: 'corrupt' });
    await expect(storage.listAudit(idOf(1), 1)).rejects.toMatchObject({ code: 'corrupt' });
    await storage.close();
  });

  it('in a folder that cannot be made is unavailable', async () => {
    writeFileSync(join(root, 'plain'), '');
    const opening = openSqliteStorage({ file: join(root, 'plain', 'wicketgate.db') });
    await expect(opening).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('that a newer release has migrated is refused, and not touched', async () => {
    const storage = await openSqliteStorage({ file });
    await storage.migrate();
    const other = new DatabaseSync(file);
    other.exec(`insert into schema_migrations (id, name) values (999, 'later')`);
    await expect(storage.migrate()).rejects.toMatchObject({ code: 'newer_schema' });
    other.close();
    await storage.close();
  });

  it('has no index that repeats another, and pages of a filtered list are read from one', async () => {
    const storage = await openSqliteStorage({ file });
    await storage.migrate();
    const other = new DatabaseSync(file);
    const columns = other
      .prepare(
        `select l.name as idx, group_concat(i.name) as columns from pragma_index_list('api_keys') l, pragma_index_info(l.name) i group by l.name`,
      )
      .all()
      .map((row) => String(row['columns']));
    expect(columns.sort()).toEqual(['created_at,id', 'digest', 'id', 'owner_id,created_at,id', 'status,created_at,id']);
    for (const filter of ['', `where owner_id = 'x'`, `where status = 'revoked'`]) {
      const plan = other
        .prepare(`explain query plan select * from api_keys ${filter} order by created_at desc, id limit 10`)
        .all();
      expect(JSON.stringify(plan)).not.toContain('TEMP B-TREE');
    }
    other.close();
    await storage.close();
  });
});
