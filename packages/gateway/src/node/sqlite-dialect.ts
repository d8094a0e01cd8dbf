import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { createBoundedMap } from '../domain/bounded-map.ts';
import { toStorageError } from './sqlite-errors.ts';

/** How many prepared statements are kept; the storage has about fifty. */
const KEPT_STATEMENTS = 100;

/** One open database as a kysely dialect, and as what runs a batch. */
export interface SqliteConnection {
  readonly dialect: Dialect;
  /** Runs the statements in one transaction, without a turn of the event loop in which another could slip in; answers the changed rows of each. */
  readonly batch: (statements: readonly CompiledQuery[]) => readonly number[];
}

interface Prepared {
  readonly statement: StatementSync;
  readonly answersRows: boolean;
}

export function createSqliteConnection(database: DatabaseSync): SqliteConnection {
  const prepared = createBoundedMap<string, Prepared>({ max: KEPT_STATEMENTS });

  const prepare = (sql: string) => {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    const fresh = { statement, answersRows: statement.columns().length > 0 };
    prepared.set(sql, fresh);
    return fresh;
  };

  const run = <Row>({ sql, parameters }: CompiledQuery): QueryResult<Row> => {
    const { statement, answersRows } = prepare(sql);
    const values = parameters as SQLInputValue[];
    if (answersRows) return { rows: statement.all(...values) as Row[] };
    const { changes, lastInsertRowid } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  };

  return { dialect: createDialect((query) => guarded(() => run(query))), batch: batchOf(database, run) };
}

function batchOf(
  database: DatabaseSync,
  run: (query: CompiledQuery) => QueryResult<unknown>,
): SqliteConnection['batch'] {
  return (statements) =>
    guarded(() => {
      // Takes the write lock at once: a transaction that begins by reading may fail to get it later.
      database.exec('begin immediate');
      try {
        const changed = statements.map((statement) => Number(run(statement).numAffectedRows ?? 0));
        database.exec('commit');
        return changed;
      } catch (error) {
        if (database.isTransaction) database.exec('rollback');
        throw error;
      }
    });
}

function guarded<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw toStorageError(error);
  }
}

type Run = <Row>(query: CompiledQuery) => QueryResult<Row>;

function createDialect(run: Run): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => createDriver(run),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function createDriver(run: Run): Driver {
  const connection: DatabaseConnection = {
    executeQuery: <Row>(query: CompiledQuery) => Promise.resolve().then(() => run<Row>(query)),
    async *streamQuery<Row>(query: CompiledQuery) {
      yield await this.executeQuery<Row>(query);
    },
  };
  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: () => Promise.resolve(),
    beginTransaction: refuseTransaction,
    commitTransaction: refuseTransaction,
    rollbackTransaction: refuseTransaction,
    // Whoever opened the database closes it.
    destroy: () => Promise.resolve(),
  };
}

/** The one connection is shared: statements of others would run inside an interactive transaction. */
function refuseTransaction(): Promise<never> {
  return Promise.reject(new TypeError('Storage has no interactive transactions: use a batch.'));
}
