import { WicketgateError } from '@wicketgate/core';
import type { FileLock } from '@wicketgate/core/files';

/** Throws when the lock that the work began under is no longer its own. */
export type ConfirmLock = () => Promise<void>;

export function confirming(file: string, lock: FileLock): ConfirmLock {
  return async () => {
    if (await lock.isHeld()) return;
    const message = `${file} was not written: this took so long that another process took its lock over. Try again.`;
    throw new WicketgateError('lock_timeout', message);
  };
}

/** Whether an error of work under the lock says that the lock was lost: then nothing was written. */
export function isLockLost(error: unknown): boolean {
  return WicketgateError.isInstance(error) && error.code === 'lock_timeout';
}
