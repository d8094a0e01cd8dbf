import { describe, expect, it, test } from 'vitest';
import { type CheckCircumstances, dueOnFocus, nextCheckAt, sleptThrough } from '../../src/rules/schedule.ts';
import { ACTIVE, CHECKING, GRACE, IDENTITY, INVALID, NO_KEY, STATES, UNAVAILABLE } from '../samples.ts';

const NOW = Date.parse('2026-11-02T08:00:00.000Z');
const ALMOST_ONE = 1 - 2 ** -32;
const instant = (time: number) => new Date(time).toISOString();

/** Milliseconds until the next check. */
function delay(circumstances: Partial<CheckCircumstances>): number | undefined {
  const at = { state: ACTIVE, now: NOW, failures: 0, retryAfterMs: undefined, everyMs: 300_000, spread: 0 };
  const next = nextCheckAt({ ...at, ...circumstances });
  return next === undefined ? undefined : next - NOW;
}

test.each([NO_KEY, CHECKING])('nothing is due in %j', (state) => {
  expect(delay({ state })).toBeUndefined();
});

describe.each([ACTIVE, INVALID])('an answer of the gateway ($status)', (state) => {
  it('is checked again after the set time, less up to a fifth', () => {
    expect(delay({ state, spread: 0 })).toBe(240_000);
    expect(delay({ state, spread: 0.5 })).toBe(270_000);
    expect(delay({ state, spread: ALMOST_ONE })).toBeLessThanOrEqual(300_000);
    expect(delay({ state, everyMs: 10_000, spread: 0 })).toBe(8_000);
  });
});

describe('a key that ends', () => {
  const endingIn = (ms: number) => ({ ...ACTIVE, identity: { ...IDENTITY, expiresAt: instant(NOW + ms) } });

  it('is checked a second after its end when that comes first', () => {
    expect(delay({ state: endingIn(60_000) })).toBe(61_000);
    expect(delay({ state: endingIn(238_999) })).toBe(239_999);
  });

  it('is checked as any other when its end comes later', () => {
    expect(delay({ state: endingIn(239_000) })).toBe(240_000);
    expect(delay({ state: endingIn(86_400_000) })).toBe(240_000);
  });

  it('is not asked about without pause when its end is past by our clock alone', () => {
    expect(delay({ state: endingIn(-999) })).toBe(1);
    expect(delay({ state: endingIn(-1_000) })).toBe(240_000);
    expect(delay({ state: endingIn(-86_400_000) })).toBe(240_000);
  });
});

describe.each([UNAVAILABLE, { ...GRACE, until: instant(NOW + 86_400_000) }])(
  'a gateway out of reach ($status)',
  (state) => {
    it.each([
      [0, 5_000],
      [1, 5_000],
      [2, 10_000],
      [3, 20_000],
      [4, 40_000],
      [5, 60_000],
      [5_000, 60_000],
    ])('is tried again after %d failures within %d ms, and not before half of it', (failures, longest) => {
      expect(delay({ state, failures, spread: 0 })).toBe(longest / 2);
      expect(delay({ state, failures, spread: ALMOST_ONE })).toBeLessThanOrEqual(longest);
      expect(delay({ state, failures, spread: ALMOST_ONE })).toBeGreaterThan(longest * 0.99);
    });

    it('is left alone as long as it asks for', () => {
      expect(delay({ state, failures: 1, retryAfterMs: 2_000 })).toBe(2_500);
      expect(delay({ state, failures: 1, retryAfterMs: 90_000 })).toBe(90_000);
    });

    it('is not left alone for more than five minutes', () => {
      expect(delay({ state, failures: 1, retryAfterMs: 300_000 })).toBe(300_000);
      expect(delay({ state, failures: 1, retryAfterMs: 86_400_000 })).toBe(300_000);
    });
  },
);

describe('a grace', () => {
  it('is looked at when it ends, however long the pause would be', () => {
    const state = { ...GRACE, until: instant(NOW + 1_000) };
    expect(delay({ state, failures: 9, retryAfterMs: 90_000 })).toBe(1_000);
  });

  it.each([instant(NOW), instant(NOW - 1), 'never'])('is looked at now when it ended at %s', (until) => {
    expect(delay({ state: { ...GRACE, until } })).toBe(0);
  });
});

describe('coming back to the window', () => {
  it.each([CHECKING, ACTIVE, GRACE, INVALID, UNAVAILABLE])('makes a check due after 10 s in $status', (state) => {
    expect(dueOnFocus({ state, now: NOW, lastCheckedAt: NOW - 9_999 })).toBe(false);
    expect(dueOnFocus({ state, now: NOW, lastCheckedAt: NOW - 10_000 })).toBe(true);
  });

  it('makes a check due when there was none, or when the clock went back', () => {
    expect(dueOnFocus({ state: ACTIVE, now: NOW, lastCheckedAt: undefined })).toBe(true);
    expect(dueOnFocus({ state: ACTIVE, now: NOW, lastCheckedAt: NOW })).toBe(false);
    expect(dueOnFocus({ state: ACTIVE, now: NOW, lastCheckedAt: NOW + 1 })).toBe(true);
  });

  it('makes nothing due without a key', () => {
    expect(dueOnFocus({ state: STATES.noKey, now: NOW, lastCheckedAt: undefined })).toBe(false);
  });
});

test('a machine has slept when a tick comes a minute late', () => {
  expect(sleptThrough({ expected: NOW, now: NOW + 59_999 })).toBe(false);
  expect(sleptThrough({ expected: NOW, now: NOW + 60_000 })).toBe(true);
  expect(sleptThrough({ expected: NOW, now: NOW - 60_000 })).toBe(false);
});
