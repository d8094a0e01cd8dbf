import { describe, expect, it } from 'vitest';
import { createMemoryLimiter } from '../../src/adapters/memory-limiter.ts';

const LIMITS = { requests: 60, windowSeconds: 60, burst: 2 };
const NOW = 1_000_000;

describe('the limiter in memory', () => {
  it('counts each bucket by itself', async () => {
    const limiter = createMemoryLimiter();
    expect(await limiter.take('a', LIMITS, NOW)).toEqual({
      allowed: true,
      remaining: 1,
      resetSeconds: 1,
      retryAfterSeconds: 0,
    });
    expect(await limiter.take('a', LIMITS, NOW)).toEqual({
      allowed: true,
      remaining: 0,
      resetSeconds: 2,
      retryAfterSeconds: 0,
    });
    expect(await limiter.take('a', LIMITS, NOW)).toEqual({
      allowed: false,
      remaining: 0,
      resetSeconds: 2,
      retryAfterSeconds: 1,
    });
    expect((await limiter.take('b', LIMITS, NOW)).allowed).toBe(true);
    expect((await limiter.take('a', LIMITS, NOW + 1_000)).allowed).toBe(true);
  });

  it('does not count what it refuses', async () => {
    const limiter = createMemoryLimiter();
    for (let call = 0; call < 100; call++) await limiter.take('a', LIMITS, NOW);
    expect((await limiter.take('a', LIMITS, NOW + 1_000)).allowed).toBe(true);
  });

  it('can be looked at without counting', async () => {
    const limiter = createMemoryLimiter();
    for (let look = 0; look < 5; look++)
      expect(await limiter.peek('a', LIMITS, NOW)).toMatchObject({ allowed: true, remaining: 1 });
    await limiter.take('a', LIMITS, NOW);
    await limiter.take('a', LIMITS, NOW);
    expect(await limiter.peek('a', LIMITS, NOW)).toMatchObject({ allowed: false, retryAfterSeconds: 1 });
  });

  it('forgets full buckets first when it has no room', async () => {
    const limiter = createMemoryLimiter({ maxBuckets: 2 });
    await limiter.take('full', { ...LIMITS, requests: 6_000 }, NOW);
    await limiter.take('empty', LIMITS, NOW);
    await limiter.take('empty', LIMITS, NOW);
    await limiter.take('new', LIMITS, NOW + 20);
    expect((await limiter.take('empty', LIMITS, NOW + 20)).allowed).toBe(false);
  });

  it('forgets the fullest when none is full, so that who called most stays limited', async () => {
    const limiter = createMemoryLimiter({ maxBuckets: 3 });
    await limiter.take('empty', LIMITS, NOW);
    await limiter.take('empty', LIMITS, NOW);
    for (let stranger = 0; stranger < 50; stranger++) await limiter.take(`stranger-${stranger}`, LIMITS, NOW);
    expect((await limiter.take('empty', LIMITS, NOW)).allowed).toBe(false);
  });

  it('keeps no more buckets than it may', async () => {
    const limiter = createMemoryLimiter({ maxBuckets: 1 });
    for (const bucket of ['a', 'a', 'b']) await limiter.take(bucket, LIMITS, NOW);
    expect(await limiter.peek('a', LIMITS, NOW)).toMatchObject({ allowed: true, remaining: 1 });
  });

  it.each([0, -1, 1.5, Number.NaN])('is not made for %d buckets', (maxBuckets) => {
    expect(() => createMemoryLimiter({ maxBuckets })).toThrow(TypeError);
  });
});
