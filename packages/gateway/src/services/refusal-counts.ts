import type { RefusalCount } from '../ports/storage.ts';
import { createTally } from './tally.ts';

/** One refusal of a request. */
export interface RefusalEvent {
  readonly reason: string;
  /** Null unless the whole matching key was presented. */
  readonly keyId: string | null;
  readonly address: string;
  readonly now: number;
}

/** How often callers were refused since the last write, per key, address, minute and reason. */
export interface RefusalCounts {
  add(event: RefusalEvent): void;
  drain(write: (batch: readonly RefusalCount[]) => Promise<void>): Promise<void>;
}

const MINUTE_MS = 60_000;
/** Addresses that are told apart in one minute: an attacker with many must not fill the memory or the table. */
const MAX_ADDRESSES = 1_000;
/** Counts that wait for a write; beyond it all addresses are one. */
const MAX_WAITING = 10_000;
/** What is written for the addresses beyond the limits. */
const OTHER_ADDRESSES = 'other';

export function createRefusalCounts(): RefusalCounts {
  const tally = createTally<RefusalCount>({ nameOf, merge });
  let minute = 0;
  let addresses = new Set<string>();

  const isToldApart = (address: string) => {
    if (addresses.has(address)) return true;
    if (addresses.size >= MAX_ADDRESSES || tally.size >= MAX_WAITING) return false;
    addresses.add(address);
    return true;
  };

  return {
    add({ reason, keyId, address, now }) {
      const current = Math.floor(now / MINUTE_MS) * MINUTE_MS;
      if (current !== minute) {
        minute = current;
        addresses = new Set();
      }
      const from = isToldApart(address) ? { address, keyId } : { address: OTHER_ADDRESSES, keyId: null };
      tally.add({ ...from, minute, reason, count: 1 });
    },
    drain: (write) => tally.drain(write),
  };
}

function nameOf({ minute, address, keyId, reason }: RefusalCount): string {
  return [minute, address, keyId ?? '', reason].join(' ');
}

function merge(before: RefusalCount, added: RefusalCount): RefusalCount {
  return { ...added, count: before.count + added.count };
}
