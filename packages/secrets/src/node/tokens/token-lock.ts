import { join } from 'node:path';
import type { Clock, TokenStore } from '@wicketgate/core';
import { ensurePrivateFolder, withFileLock } from '@wicketgate/core/files';
import { checkTokenAccount } from '../../rules/token-record.ts';

/** As long as a call to the gateway takes with all its retries. */
const WAIT_MS = 30_000;

/**
 * Longer than any work under the lock: such a call between two of a keyring whose prompt somebody answers, a minute each. A
 * holder on this machine whose process has ended counts as gone at once.
 */
const STALE_MS = 180_000;

export interface TokenLockOptions {
  /**
   * The folder of the locks. Made when it is missing, for its owner alone (0700). Whoever shares a store must name the same
   * one. On a disk of this machine: some network disks do not keep two from making one file.
   */
  readonly folder: string;
  /** Default: the platform's. */
  readonly clock?: Clock;
}

/**
 * `exclusively` of the port. Waits 30 seconds for another holder, then throws `lock_timeout`. Throws `unsafe_file` for a
 * folder that others may enter.
 */
export function createTokenLock({ folder, clock }: TokenLockOptions): TokenStore['exclusively'] {
  return async (account, work, signal) => {
    const path = join(folder, `token-${checkTokenAccount(account)}.lock`);
    signal?.throwIfAborted();
    await ensurePrivateFolder(folder);
    const waiting = { waitMs: WAIT_MS, staleMs: STALE_MS, ...(clock && { clock }), ...(signal && { signal }) };
    return withFileLock(path, work, waiting);
  };
}
