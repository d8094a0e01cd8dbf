import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteDatabase } from '../../src/node/sqlite-storage.ts';
import type { Database } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrator.ts';
import { type Migration, migrations } from '../../src/storage/migrations/index.ts';

const first: Migration = { id: 1, name: 'first', up: (db) => [sql`create table one (a text)`.compile(db)] };
const second: Migration = { id: 2, name: 'second', up: (db) => [sql`create table two (a text)`.compile(db)] };
const broken: Migration = {
  id: 2,
  name: 'broken',
  up: (db) => [sql`create table half (a text)`.compile(db), sql`create nonsense`.compile(db)],
};

describe('the migrations', () => {
  let database: Database;
  beforeEach(async () => {
    database = await openSqliteDatabase({ file: ':memory:' });
  });
  afterEach(async () => {
    await database.close();
  });
  const tables = async () => (await database.db.introspection.getTables()).map(({ name }) => name).sort();

  it('are applied in order, each once', async () => {
    await migrate(database, [first]);
    expect(await tables()).toEqual(['one', 'schema_migrations']);
    await migrate(database, [first, second]);
    await migrate(database, [first, second]);
    expect(await tables()).toEqual(['one', 'schema_migrations', 'two']);
  });

  it('leave nothing of one that fails, and go on from there', async () => {
    await expect(migrate(database, [first, broken])).rejects.toMatchObject({ name: 'StorageError', code: 'failed' });
    expect(await tables()).toEqual(['one', 'schema_migrations']);
    await migrate(database, [first, second]);
    expect(await tables()).toEqual(['one', 'schema_migrations', 'two']);
  });

  it('refuse a database with a history of its own', async () => {
    await migrate(database, [first, second]);
    await expect(migrate(database, [first])).rejects.toMatchObject({ code: 'newer_schema' });
    await expect(migrate(database, [first, { ...second, name: 'other' }])).rejects.toMatchObject({
      code: 'newer_schema',
    });
  });

  it('count from one without gaps', () => {
    expect(migrations.map(({ id }) => id)).toEqual(migrations.map((_, at) => at + 1));
  });
});
