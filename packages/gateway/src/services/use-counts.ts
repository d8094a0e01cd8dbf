import type { KeyUsage } from '../ports/storage.ts';
import { createTally } from './tally.ts';

/** Calls since the last write. Bounded by the keys and principals that exist: only credentials that opened count. */
export interface UseCounts {
  /** `name`: the id of a key, or the name of a principal. */
  add(name: string, address: string | null, now: number): void;
  drain(write: (batch: readonly KeyUsage[]) => Promise<void>): Promise<void>;
}

export function createUseCounts(): UseCounts {
  const tally = createTally<KeyUsage>({ nameOf: ({ keyId }) => keyId, merge });
  return {
    add: (name, address, now) => {
      tally.add({ keyId: name, count: 1, lastUsedAt: now, lastUsedIp: address });
    },
    drain: (write) => tally.drain(write),
  };
}

function merge(before: KeyUsage, added: KeyUsage): KeyUsage {
  const later = added.lastUsedAt >= before.lastUsedAt ? added : before;
  return { ...later, count: before.count + added.count };
}
