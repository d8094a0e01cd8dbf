import type { KeyUsage } from '../ports/storage.ts';

/** How often keys were used since the last write. Bounded by the keys that exist: only those that opened count. */
export interface UseCounts {
  add(keyId: string, address: string, now: number): void;
  /** Hands over what was counted; takes it back when `write` fails, and throws what it threw. */
  drain(write: (batch: readonly KeyUsage[]) => Promise<void>): Promise<void>;
}

export function createUseCounts(): UseCounts {
  let counts = new Map<string, KeyUsage>();

  return {
    add(keyId, address, now) {
      merge(counts, { keyId, count: 1, lastUsedAt: now, lastUsedIp: address });
    },
    async drain(write) {
      if (counts.size === 0) return;
      const batch = counts;
      counts = new Map();
      try {
        await write([...batch.values()]);
      } catch (error) {
        for (const usage of batch.values()) merge(counts, usage);
        throw error;
      }
    },
  };
}

function merge(counts: Map<string, KeyUsage>, usage: KeyUsage): void {
  const before = counts.get(usage.keyId);
  if (before === undefined) {
    counts.set(usage.keyId, usage);
    return;
  }
  const later = usage.lastUsedAt >= before.lastUsedAt ? usage : before;
  counts.set(usage.keyId, { ...later, count: before.count + usage.count });
}
