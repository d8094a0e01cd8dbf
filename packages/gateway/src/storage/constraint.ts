import type { ActResult } from '../ports/storage.ts';
import { StorageError } from '../ports/storage-error.ts';

/** A batch whose guards refuse it was late: somebody else came first, and nothing was written. */
export async function doneOrConflict(batch: Promise<unknown>): Promise<ActResult> {
  try {
    await batch;
    return 'done';
  } catch (error) {
    if (isConstraint(error)) return 'conflict';
    throw error;
  }
}

export function isConstraint(error: unknown): boolean {
  return error instanceof StorageError && error.code === 'constraint';
}
