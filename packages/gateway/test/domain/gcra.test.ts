import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { type Bucket, gcra } from '../../src/domain/gcra.ts';
import { limitsOf, TIER_LIMITS } from '../../src/domain/tier-limits.ts';

const NOW = Date.UTC(2026, 10, 21);

describe('the limits of a key', () => {
  it.each([
    ['free', 60],
    ['pro', 300],
    ['enterprise', 1_000],
  ] as const)('are those of the tier %s: %i a minute', (tier, requests) => {
    expect(limitsOf({ tier, limits: null })).toEqual({ requests, windowSeconds: 60, burst: requests });
  });

  it('are its own when it has some', () => {
    const limits = { requests: 1, windowSeconds: 2, burst: 3 };
    expect(limitsOf({ tier: 'free', limits })).toBe(limits);
  });
});

describe('the cell rate', () => {
  const take = (calls: number, limits = TIER_LIMITS.free, at = NOW) => {
    let bucket: Bucket | undefined;
    let allowed = 0;
    for (let call = 0; call < calls; call++) {
      const outcome = gcra(bucket, limits, at);
      bucket = outcome.bucket;
      if (outcome.allowed) allowed++;
    }
    return { allowed, bucket };
  };

  it.each([
    [60, 60, 60],
    [7, 60, 7],
    [3, 1, 3],
    [1, 86_400, 1],
    [1_000_000, 1, 1_000],
    [1, 1, 1_000],
    [13, 17, 999],
  ])('of %i per %i s lets a burst of %i pass, not one less and not one more', (requests, windowSeconds, burst) => {
    expect(take(burst + 5, { requests, windowSeconds, burst }).allowed).toBe(burst);
  });

  it('lets one more pass after each spacing, to the millisecond', () => {
    const { bucket } = take(60);
    expect(gcra(bucket, TIER_LIMITS.free, NOW + 999).allowed).toBe(false);
    expect(gcra(bucket, TIER_LIMITS.free, NOW + 1_000).allowed).toBe(true);
  });

  it('lets no more than burst and rate pass in any stretch of time', () => {
    const random = createSeededRandom(5);
    const limits = { requests: 10, windowSeconds: 1, burst: 4 };
    const passed: number[] = [];
    let bucket: Bucket | undefined;
    let now = NOW;
    for (let call = 0; call < 5_000; call++) {
      now += (random(new Uint8Array(1))[0] ?? 0) % 60;
      const outcome = gcra(bucket, limits, now);
      bucket = outcome.bucket;
      if (outcome.allowed) passed.push(now);
    }
    for (let from = 0; from + 20 < passed.length; from++) {
      const stretch = (passed[from + 20] ?? 0) - (passed[from] ?? 0);
      expect(21).toBeLessThanOrEqual(limits.burst + stretch / 100 + 1);
    }
  });

  it('tells when to come back, so that coming back then succeeds and earlier by a second does not', () => {
    const limits = { requests: 1, windowSeconds: 10, burst: 3 };
    const { bucket } = take(3, limits);
    const refused = gcra(bucket, limits, NOW + 500);
    expect(refused).toMatchObject({ allowed: false, retryAfterSeconds: 10, resetSeconds: 30, remaining: 0 });
    expect(gcra(bucket, limits, NOW + 500 + 10_000).allowed).toBe(true);
    expect(gcra(bucket, limits, NOW + 500 + 9_000).allowed).toBe(false);
  });

  it('counts down what remains, and is full again after the window', () => {
    expect(gcra(undefined, TIER_LIMITS.free, NOW).remaining).toBe(59);
    const { bucket } = take(60);
    expect(gcra(bucket, TIER_LIMITS.free, NOW + 60_000).remaining).toBe(59);
    expect(gcra(bucket, TIER_LIMITS.free, NOW + 30_000).remaining).toBe(29);
  });

  it('holds no more against a caller than a full bucket when his limits are lowered', () => {
    const { bucket } = take(1_000, TIER_LIMITS.enterprise);
    expect(gcra(bucket, TIER_LIMITS.free, NOW)).toMatchObject({
      allowed: false,
      retryAfterSeconds: 1,
      resetSeconds: 60,
    });
  });

  it('holds nothing more against a caller when the clock is set back', () => {
    const { bucket } = take(1);
    expect(gcra(bucket, TIER_LIMITS.free, NOW - 3_600_000)).toMatchObject({ allowed: true, remaining: 58 });
  });

  it('shuts nobody out for longer than a full bucket when the clock is set back after a burst', () => {
    const { bucket } = take(60);
    const later = gcra(bucket, TIER_LIMITS.free, NOW - 3_600_000);
    expect(later).toMatchObject({ allowed: false, retryAfterSeconds: 1, resetSeconds: 60 });
  });
});
