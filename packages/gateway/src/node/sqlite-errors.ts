import { StorageError, type StorageErrorCode } from '../ports/storage-error.ts';

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html); an extended code holds its own in the low byte. */
const CODES: Readonly<Record<number, StorageErrorCode>> = {
  5: 'busy',
  6: 'busy',
  8: 'unavailable',
  10: 'unavailable',
  11: 'corrupt',
  13: 'unavailable',
  14: 'unavailable',
  19: 'constraint',
  23: 'unavailable',
  26: 'corrupt',
};

/** SQLITE_CONSTRAINT_CHECK: a value that no rule of ours lets through is a fault, not a lost race. */
const CHECK = 275;

const MESSAGES: Readonly<Record<StorageErrorCode, string>> = {
  constraint: 'The database refused the change: a row it needs is missing, or exists already.',
  busy: 'The database is locked by another process. Try again when that has finished.',
  corrupt: 'The file is no SQLite database, or it is damaged. Restore it from a backup.',
  unavailable: 'The database cannot be read or written. Check that its folder exists, is writable and has space.',
  newer_schema: 'A newer release made the database.',
  failed: 'The database failed.',
};

/** What node:sqlite throws, as a coded error. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const code = codeOf(error);
  return new StorageError(code, MESSAGES[code], { cause: error });
}

function codeOf(error: unknown): StorageErrorCode {
  if (!(error instanceof Error)) return 'failed';
  if ('errcode' in error && typeof error.errcode === 'number') {
    return error.errcode === CHECK ? 'failed' : (CODES[error.errcode & 0xff] ?? 'failed');
  }
  return 'code' in error && error.code === 'ERR_INVALID_STATE' ? 'unavailable' : 'failed';
}
