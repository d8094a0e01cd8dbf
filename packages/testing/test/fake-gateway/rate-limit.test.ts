import { describe, expect, it } from 'vitest';
import { createRateLimit } from '../../src/fake-gateway/rate-limit.ts';

const LIMITS = { requests: 60, windowSeconds: 60, burst: 3 };

describe('the limit of the fake gateway', () => {
  it('lets a burst pass, and one more per second', () => {
    const limit = createRateLimit();
    const allowed = (now: number) => limit('a', LIMITS, now).allowed;
    expect([allowed(0), allowed(0), allowed(0), allowed(0)]).toEqual([true, true, true, false]);
    expect([allowed(999), allowed(1000), allowed(1000)]).toEqual([false, true, false]);
    expect([allowed(60_000), allowed(60_000), allowed(60_000), allowed(60_000)]).toEqual([true, true, true, false]);
  });

  it('tells what is left and when it is full again', () => {
    const limit = createRateLimit();
    expect(limit('a', LIMITS, 0).headers).toEqual({
      'RateLimit-Policy': '"key";q=60;w=60',
      RateLimit: '"key";r=2;t=1',
    });
    limit('a', LIMITS, 0);
    expect(limit('a', LIMITS, 0).headers['RateLimit']).toBe('"key";r=0;t=3');
    expect(limit('a', LIMITS, 0)).toMatchObject({ allowed: false, retryAfterSeconds: 1 });
  });

  it('does not count what it refuses', () => {
    const limit = createRateLimit();
    for (let at = 0; at < 100; at++) limit('a', LIMITS, 0);
    expect(limit('a', LIMITS, 1000).allowed).toBe(true);
  });

  it('says when to come back in whole seconds, and means it', () => {
    const limit = createRateLimit();
    const slow = { requests: 1, windowSeconds: 3600, burst: 1 };
    limit('a', slow, 0);
    const { retryAfterSeconds } = limit('a', slow, 500);
    expect(retryAfterSeconds).toBe(3600);
    expect(limit('a', slow, 3_599_999).allowed).toBe(false);
    expect(limit('a', slow, 3_600_000).allowed).toBe(true);
  });
});
