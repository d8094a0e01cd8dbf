import { gcra } from '../domain/gcra.ts';
import type { Limiter } from '../ports/limiter.ts';

/** How many buckets are looked at to make room for one. */
const INSPECTED = 64;

export interface MemoryLimiterOptions {
  /** How many buckets are kept; default 100,000, about 10 MB. Beyond it full buckets go first, then the fullest. */
  readonly maxBuckets?: number;
}

/** GCRA in this process's memory. The state of a bucket is the instant at which it is full again. */
export function createMemoryLimiter({ maxBuckets = 100_000 }: MemoryLimiterOptions = {}): Limiter {
  if (!Number.isInteger(maxBuckets) || maxBuckets < 1) throw new TypeError('maxBuckets is a whole number from 1 on.');
  // In the order of the last accepted call, so that the buckets most likely to be full come first.
  const buckets = new Map<string, number>();

  return {
    peek(bucket, limits, now) {
      const { fullAt: _, ...verdict } = gcra(buckets.get(bucket), limits, now);
      return Promise.resolve(verdict);
    },
    take(bucket, limits, now) {
      const { fullAt, ...verdict } = gcra(buckets.get(bucket), limits, now);
      if (verdict.allowed) {
        buckets.delete(bucket);
        if (buckets.size >= maxBuckets) makeRoom(buckets, now);
        buckets.set(bucket, fullAt);
      }
      return Promise.resolve(verdict);
    },
  };
}

/** A full bucket says nothing that a missing one does not; without any, the one that forgets least goes. */
function makeRoom(buckets: Map<string, number>, now: number): void {
  let inspected = 0;
  let fullest: string | undefined;
  let earliest = Infinity;
  let freed = false;
  for (const [bucket, fullAt] of buckets) {
    if (inspected++ === INSPECTED) break;
    if (fullAt <= now) {
      buckets.delete(bucket);
      freed = true;
    } else if (fullAt < earliest) {
      earliest = fullAt;
      fullest = bucket;
    }
  }
  if (!freed && fullest !== undefined) buckets.delete(fullest);
}
