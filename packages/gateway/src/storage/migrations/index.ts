import type { CompiledQuery } from 'kysely';
import type { Db } from '../schema.ts';
import { keysMigration } from './0001-keys.ts';
import { signInMigration } from './0002-sign-in.ts';

/** One step of the schema. Never changed once released: the next step is a new one. */
export interface Migration {
  /** Counts from 1, without gaps. */
  readonly id: number;
  readonly name: string;
  /** The statements of the step, run as one batch. */
  readonly up: (db: Db) => CompiledQuery[];
}

export const migrations: readonly Migration[] = [
  { id: 1, name: 'keys', up: keysMigration },
  { id: 2, name: 'sign-in', up: signInMigration },
];
