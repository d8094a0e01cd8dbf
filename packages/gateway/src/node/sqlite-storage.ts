import { mkdir, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Storage } from '../ports/storage.ts';
import { StorageError } from '../ports/storage-error.ts';
import type { Database } from '../storage/database.ts';
import type { Schema } from '../storage/schema.ts';
import { createStorage } from '../storage/storage.ts';
import { createSqliteConnection } from './sqlite-dialect.ts';
import { toStorageError } from './sqlite-errors.ts';

export interface SqliteStorageOptions {
  /** A path, or `:memory:` for a database that ends with the process. Missing folders and the file are made. */
  readonly file: string;
  /** How long a statement waits for another process, in milliseconds; default 5,000. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens the embedded database, in WAL mode so that readers and the writer do not wait for each other. What is committed is
 * on the disk, and stays after a loss of power. Call `migrate` before anything else. Throws `StorageError`: `corrupt`, `busy`
 * or `unavailable`.
 */
export async function openSqliteStorage(options: SqliteStorageOptions): Promise<Storage> {
  return createStorage(await openSqliteDatabase(options));
}

/** The database under the storage. */
export async function openSqliteDatabase({ file, busyTimeoutMs = 5_000 }: SqliteStorageOptions): Promise<Database> {
  const path = file === ':memory:' ? file : await ownerOnlyFile(resolve(file));
  const database = openFile(path, busyTimeoutMs);
  const { dialect, batch } = createSqliteConnection(database);
  return {
    db: new Kysely<Schema>({ dialect }),
    batch: (statements) => Promise.resolve(statements).then(batch),
    maxVariables: database.limits.variableNumber,
    close() {
      if (database.isOpen) database.close();
      return Promise.resolve();
    },
  };
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

function openFile(path: string, timeout: number): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout, enableForeignKeyConstraints: true });
    // Without `full`, WAL gives up the last commits when the power fails: a revocation would be undone, and whoever holds a
    // refresh token that was forgotten would be signed out.
    database.exec('pragma journal_mode = wal; pragma synchronous = full;');
    return database;
  } catch (error) {
    database?.close();
    throw toStorageError(error);
  }
}
