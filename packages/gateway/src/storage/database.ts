import type { CompiledQuery } from 'kysely';
import type { Db } from './schema.ts';

/** What a dialect brings. D1 has no interactive transactions, so a batch is all that storage asks for. */
export interface Database {
  readonly db: Db;
  /**
   * Runs the statements in order: all commit, or none does and it throws. A broken unique, not-null or foreign-key rule
   * is a `StorageError` with the code `constraint`. Answers how many rows each of them changed.
   */
  readonly batch: (statements: readonly CompiledQuery[]) => Promise<readonly number[]>;
  /** How many variables one statement may bind. */
  readonly maxVariables: number;
  /** Ends the connection; what is asked afterwards fails as `unavailable`. */
  readonly close: () => Promise<void>;
}
