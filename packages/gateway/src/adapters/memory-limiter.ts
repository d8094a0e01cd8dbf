import { type Bucket, gcra, type GcraOutcome } from '../domain/gcra.ts';
import type { Limiter, LimitVerdict } from '../ports/limiter.ts';

/** How many buckets are looked at to make room for one. */
const INSPECTED = 64;

export interface MemoryLimiterOptions {
  /** How many buckets are kept; default 100,000, about 20 MB. Beyond it full buckets go first, then the fullest. */
  readonly maxBuckets?: number;
}

/** GCRA in this process's memory. */
export function createMemoryLimiter({ maxBuckets = 100_000 }: MemoryLimiterOptions = {}): Limiter {
  if (!Number.isInteger(maxBuckets) || maxBuckets < 1) throw new TypeError('maxBuckets is a whole number from 1 on.');
  // In the order of the last accepted call, so that the buckets most likely to be full come first.
  const buckets = new Map<string, Bucket>();

  return {
    peek(bucket, limits, now) {
      return Promise.resolve(verdictOf(gcra(buckets.get(bucket), limits, now)));
    },
    take(bucket, limits, now) {
      const outcome = gcra(buckets.get(bucket), limits, now);
      if (outcome.allowed) {
        buckets.delete(bucket);
        if (buckets.size >= maxBuckets) makeRoom(buckets, now);
        buckets.set(bucket, outcome.bucket);
      }
      return Promise.resolve(verdictOf(outcome));
    },
  };
}

function verdictOf({ bucket: _, ...verdict }: GcraOutcome): LimitVerdict {
  return verdict;
}

/** A full bucket says nothing that a missing one does not; without any, the one that forgets least goes. */
function makeRoom(buckets: Map<string, Bucket>, now: number): void {
  let inspected = 0;
  let fullest: string | undefined;
  let earliest = Infinity;
  let freed = false;
  for (const [bucket, { fullAt }] of buckets) {
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
