import { StorageError } from '../ports/storage-error.ts';
import type { Database } from './database.ts';
import { type Migration, migrations } from './migrations/index.ts';
import type { Db } from './schema.ts';

/**
 * Applies what is missing, in order, each in one batch that begins by recording its number: of two processes that
 * start at once, one fails to record it, and finds it done. Refuses a database that a newer release has migrated.
 */
export async function migrate(database: Database, known: readonly Migration[] = migrations): Promise<void> {
  const { db } = database;
  await database.batch([createMigrationTable(db)]);
  const applied = await appliedMigrations(db);
  refuseForeignHistory(applied, known);
  for (const migration of known.slice(applied.length)) await apply(database, migration);
}

function createMigrationTable(db: Db) {
  return db.schema
    .createTable('schema_migrations')
    .ifNotExists()
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .compile();
}

async function appliedMigrations(db: Db): Promise<{ id: number; name: string }[]> {
  return db.selectFrom('schema_migrations').select(['id', 'name']).orderBy('id').execute();
}

function refuseForeignHistory(applied: readonly { readonly name: string }[], known: readonly Migration[]): void {
  for (const [at, { name }] of applied.entries()) {
    if (known[at]?.name === name) continue;
    throw new StorageError(
      'newer_schema',
      `The database has the migration "${name}", which this release does not know. Use the release that made it, or a newer one.`,
    );
  }
}

async function apply({ db, batch }: Database, { id, name, up }: Migration): Promise<void> {
  const record = db.insertInto('schema_migrations').values({ id, name }).compile();
  try {
    await batch([record, ...up(db)]);
  } catch (error) {
    const wasFirst = !(error instanceof StorageError && error.code === 'constraint');
    if (wasFirst || !(await isApplied(db, id, name))) throw error;
  }
}

async function isApplied(db: Db, id: number, name: string): Promise<boolean> {
  const found = await appliedMigrations(db);
  return found.some((one) => one.id === id && one.name === name);
}
