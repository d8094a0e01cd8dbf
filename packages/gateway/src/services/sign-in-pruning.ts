import type { Clock, Logger } from '@wicketgate/core';
import type { SignInStore } from '../ports/sign-in-store.ts';

/** Deletes what of sign-ins is over, from time to time. */
export interface SignInPruning {
  /** Stops, and waits for a deletion that runs. */
  close(): Promise<void>;
}

export interface SignInPruningOptions {
  readonly store: Pick<SignInStore, 'pruneSignIn'>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Not much longer than the grace of refresh tokens, so that no sealed child outlives its use by much. */
const PRUNE_EVERY_MS = 60_000;

/** The first time after a minute, and so on until it is closed. Any number of processes may do so beside each other. */
export function startSignInPruning({ store, clock, logger }: SignInPruningOptions): SignInPruning {
  const closing = new AbortController();

  const prune = async () => {
    try {
      await store.pruneSignIn(clock.now());
    } catch (error) {
      logger.warn({ err: error }, 'The store refused to delete what is over; it is tried again.');
    }
  };

  const loop = async () => {
    for (;;) {
      await clock.sleep(PRUNE_EVERY_MS, closing.signal);
      await prune();
    }
  };
  const running = loop().catch((error: unknown) => {
    if (!closing.signal.aborted) logger.warn({ err: error }, 'The periodic deletion of what is over has ended.');
  });

  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}
