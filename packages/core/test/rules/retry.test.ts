import { describe, expect, it } from 'vitest';
import { retryDelay, type RetryState } from '../../src/rules/retry.ts';
import { WicketgateError } from '../../src/words/errors.ts';

/** Random bytes that are all the same: 0 is the lowest chance, 255 the highest. */
const always = (byte: number) => (bytes: Uint8Array<ArrayBuffer>) => bytes.fill(byte);
const state = (change: Partial<RetryState> = {}): RetryState => ({
  attempts: 1,
  retries: 2,
  remainingMs: 120_000,
  random: always(255),
  ...change,
});
const offline = new WicketgateError('offline', '');
const status = (code: number, retryAfterMs?: number) =>
  new WicketgateError('unavailable', '', { status: code, retryAfterMs });

describe('retryDelay', () => {
  it('spreads from nothing up to 500 ms, doubled with each attempt up to 8 s', () => {
    expect(retryDelay(offline, state({ random: always(0) }))).toBe(0);
    const longest = [1, 2, 3, 4, 5, 6].map((attempts) => retryDelay(offline, state({ attempts, retries: 9 })) ?? -1);
    expect(longest.map(Math.round)).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
  });

  it('gives up after the retries that are allowed', () => {
    expect(retryDelay(offline, state({ attempts: 2 }))).toBeDefined();
    expect(retryDelay(offline, state({ attempts: 3 }))).toBeUndefined();
    expect(retryDelay(offline, state({ retries: 0 }))).toBeUndefined();
  });

  it.each([408, 429, 500, 502, 503, 504])('tries again after %i', (code) => {
    expect(retryDelay(status(code), state())).toBeDefined();
  });

  it.each([200, 301, 400, 401, 403, 404, 409, 413, 501, 505])('does not try again after %i', (code) => {
    expect(retryDelay(status(code), state())).toBeUndefined();
  });

  it('tries again after a network failure and a timeout, and after no other failure of this side', () => {
    const codes = [
      'offline',
      'timeout',
      'redirected',
      'bad_answer',
      'too_large_answer',
      'closed',
      'malformed_key',
    ] as const;
    const repeated = codes.filter((code) => retryDelay(new WicketgateError(code, ''), state()) !== undefined);
    expect(repeated).toEqual(['offline', 'timeout']);
  });

  it('waits for as long as the server asks, and up to a fifth longer, never shorter', () => {
    expect(retryDelay(status(429, 10_000), state({ random: always(0) }))).toBe(10_000);
    expect(Math.round(retryDelay(status(429, 10_000), state()) ?? 0)).toBe(12_000);
  });

  it('waits for a minute at most', () => {
    expect(retryDelay(status(503, 60_000), state({ random: always(0) }))).toBe(60_000);
    expect(retryDelay(status(503, 60_001), state({ random: always(0) }))).toBeUndefined();
  });

  it('does not wait for what lies behind the deadline', () => {
    const random = always(0);
    expect(retryDelay(status(429, 10_000), state({ remainingMs: 10_001, random }))).toBe(10_000);
    expect(retryDelay(status(429, 10_000), state({ remainingMs: 10_000, random }))).toBeUndefined();
  });
});
