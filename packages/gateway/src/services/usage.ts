import type { Clock, Logger } from '@wicketgate/core';
import type { UsageStore } from '../ports/storage.ts';
import { createRefusalCounts, type RefusalEvent } from './refusal-counts.ts';
import { createUseCounts } from './use-counts.ts';

export type { RefusalEvent };

/** Counts on the request path, in memory; writes in batches. */
export interface UsageRecorder {
  /** A call under the name of a key or of a principal: see `usageNameOf`. */
  accepted(name: string, address: string | null, now: number): void;
  refused(refusal: RefusalEvent): void;
  /** Writes what has been counted; keeps it for the next try when the store refuses. Never rejects. */
  flush(): Promise<void>;
  /** Stops the periodic writes and flushes once more. */
  close(): Promise<void>;
}

export interface UsageRecorderOptions {
  readonly store: UsageStore;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
  /** Milliseconds between two writes; default 5,000. */
  readonly flushEveryMs?: number;
}

const FLUSH_EVERY_MS = 5_000;
/** Counts of refusals are kept for 30 days, and pruned once an hour. */
const KEEP_REFUSALS_MS = 30 * 24 * 60 * 60_000;
const PRUNE_EVERY_MS = 60 * 60_000;

/** Begins to write at once, every `flushEveryMs`, until it is closed. */
export function createUsageRecorder(options: UsageRecorderOptions): UsageRecorder {
  const { store, clock, logger, flushEveryMs = FLUSH_EVERY_MS } = options;
  const uses = createUseCounts();
  const refusals = createRefusalCounts();
  const closing = new AbortController();
  let prunedAt = 0;
  let writing = Promise.resolve();

  const attempt = async (what: string, write: () => Promise<void>) => {
    try {
      await write();
    } catch (error) {
      logger.warn({ err: error, what }, 'The store refused a batch of counts; they are kept for the next one.');
    }
  };

  const prune = async () => {
    const now = clock.now();
    if (Math.abs(now - prunedAt) < PRUNE_EVERY_MS) return;
    await store.pruneRefusals(now - KEEP_REFUSALS_MS);
    prunedAt = now;
  };

  const write = async () => {
    await attempt('uses', () => uses.drain((batch) => store.recordUsage(batch)));
    await attempt('refusals', () => refusals.drain((batch) => store.recordRefusals(batch)));
    await attempt('prune', prune);
  };

  // One write after another: two at once could write a batch that the other has put back.
  const flush = () => (writing = writing.then(write));

  const loop = async () => {
    for (;;) {
      await clock.sleep(flushEveryMs, closing.signal);
      await flush();
    }
  };
  const running = loop().catch((error: unknown) => {
    if (!closing.signal.aborted) logger.warn({ err: error }, 'The periodic writing of counts has ended.');
  });

  return {
    accepted: (name, address, now) => {
      uses.add(name, address, now);
    },
    refused: (refusal) => {
      refusals.add(refusal);
    },
    flush,
    async close() {
      closing.abort();
      await running;
      await flush();
    },
  };
}
