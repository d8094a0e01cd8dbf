import type { KeyUsage } from '../ports/storage.ts';
import { createTally } from './tally.ts';

/** How often keys were used since the last write. Bounded by the keys that exist: only those that opened count. */
export interface UseCounts {
  add(keyId: string, address: string, now: number): void;
  drain(write: (batch: readonly KeyUsage[]) => Promise<void>): Promise<void>;
}

export function createUseCounts(): UseCounts {
  const tally = createTally<KeyUsage>({ nameOf: ({ keyId }) => keyId, merge });
  return {
    add: (keyId, address, now) => {
      tally.add({ keyId, count: 1, lastUsedAt: now, lastUsedIp: address });
    },
    drain: (write) => tally.drain(write),
  };
}

function merge(before: KeyUsage, added: KeyUsage): KeyUsage {
  const later = added.lastUsedAt >= before.lastUsedAt ? added : before;
  return { ...later, count: before.count + added.count };
}
