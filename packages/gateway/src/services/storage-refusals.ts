import { Refused } from '../domain/refusal.ts';
import { StorageError, type StorageErrorCode } from '../ports/storage-error.ts';

/** When a caller may come back after the store failed. */
const RETRY_AFTER_SECONDS = 1;

/** What may be over when the caller comes back; a damaged store or a fault of ours is not. */
const PASSING: readonly StorageErrorCode[] = ['busy', 'unavailable'];

/** Runs what needs the store; a failure that passes is a refusal that asks the caller to come back, with the failure as cause. */
export async function withStorage<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (!(cause instanceof StorageError) || !PASSING.includes(cause.code)) throw cause;
    throw new Refused({ reason: 'unavailable', retryAfterSeconds: RETRY_AFTER_SECONDS }, { cause });
  }
}
