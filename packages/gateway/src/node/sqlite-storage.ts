import { mkdir, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Storage } from '../ports/storage.ts';
import { StorageError } from '../ports/storage-error.ts';
import type { Schema } from '../storage/schema.ts';
import { createStorage } from '../storage/storage.ts';
import { createSqliteConnection } from './sqlite-dialect.ts';
import { toStorageError } from './sqlite-errors.ts';

/** How long a statement waits for another process, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

export interface SqliteStorageOptions {
  /** A path, or `:memory:` for a database that ends with the process. Missing folders and the file are made. */
  readonly file: string;
}

/**
 * Opens the embedded database, in WAL mode so that readers and the writer do not wait for each other. Call `migrate`
 * before anything else. Throws `StorageError`: `corrupt`, `busy` or `unavailable`.
 */
export async function openSqliteStorage({ file }: SqliteStorageOptions): Promise<Storage> {
  const path = file === ':memory:' ? file : await ownerOnlyFile(resolve(file));
  const database = openDatabase(path);
  const { dialect, batch } = createSqliteConnection(database);
  return createStorage({
    db: new Kysely<Schema>({ dialect }),
    batch: (statements) =>
      Promise.resolve().then(() => {
        batch(statements);
      }),
    maxVariables: database.limits.variableNumber,
  });
}

/** Made before SQLite opens it, for nobody but its owner; the WAL beside it takes over the mode. */
async function ownerOnlyFile(path: string): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const handle = await open(path, 'a', 0o600);
    await handle.close();
    return path;
  } catch (cause) {
    throw new StorageError('unavailable', `The database ${path} cannot be opened. Check that its folder is writable.`, {
      cause,
    });
  }
}

function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    database.exec('pragma journal_mode = wal; pragma synchronous = normal;');
    return database;
  } catch (error) {
    database?.close();
    throw toStorageError(error);
  }
}
