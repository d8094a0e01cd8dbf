import { describe, expect, it } from 'vitest';
import {
  barredUntil,
  type Breaker,
  CLOSED_BREAKER,
  FAILURES_TO_OPEN,
  FIRST_PAUSE_MS,
  LONGEST_PAUSE_MS,
  nextBreaker,
} from '../../../src/rules/session/breaker.ts';

const NOW = 1_000_000;

function failed(times: number, from: Breaker = CLOSED_BREAKER): Breaker {
  return Array.from({ length: times }).reduce<Breaker>((breaker) => nextBreaker(breaker, 'failed', NOW), from);
}

function afterPauses(pauses: number): Breaker {
  let breaker = failed(FAILURES_TO_OPEN);
  for (let at = 1; at < pauses; at++) breaker = nextBreaker(nextBreaker(breaker, 'admitted', NOW), 'failed', NOW);
  return breaker;
}

describe('nextBreaker', () => {
  it('lets everything through until the last of five failures in a row', () => {
    expect(barredUntil(failed(FAILURES_TO_OPEN - 1), NOW)).toBeUndefined();
    expect(barredUntil(failed(FAILURES_TO_OPEN), NOW)).toBe(NOW + FIRST_PAUSE_MS);
  });

  it('begins to count anew after a success', () => {
    const breaker = nextBreaker(failed(FAILURES_TO_OPEN - 1), 'succeeded', NOW);
    expect(failed(FAILURES_TO_OPEN - 1, breaker)).toMatchObject({ phase: 'closed' });
  });

  it('counts nothing that was undecided', () => {
    const breaker = nextBreaker(failed(2), 'undecided', NOW);
    expect(breaker).toEqual({ phase: 'closed', failures: 2 });
  });

  it('bars until the pause is over, and not a millisecond longer', () => {
    const breaker = failed(FAILURES_TO_OPEN);
    expect(barredUntil(breaker, NOW + FIRST_PAUSE_MS - 1)).toBe(NOW + FIRST_PAUSE_MS);
    expect(barredUntil(breaker, NOW + FIRST_PAUSE_MS)).toBeUndefined();
  });

  it('does not bar longer when the clock is set back', () => {
    const breaker = failed(FAILURES_TO_OPEN);
    expect(barredUntil(breaker, NOW - 1)).toBeUndefined();
    expect(barredUntil(breaker, NOW)).toBe(NOW + FIRST_PAUSE_MS);
  });

  it('lets one request find out, and bars the others meanwhile', () => {
    const trial = nextBreaker(failed(FAILURES_TO_OPEN), 'admitted', NOW + FIRST_PAUSE_MS);
    expect(barredUntil(trial, NOW + FIRST_PAUSE_MS)).toBe(NOW + FIRST_PAUSE_MS);
    expect(nextBreaker(trial, 'succeeded', NOW)).toEqual(CLOSED_BREAKER);
  });

  it('lets the next one find out when a trial ended undecided', () => {
    const trial = nextBreaker(failed(FAILURES_TO_OPEN), 'admitted', NOW);
    expect(barredUntil(nextBreaker(trial, 'undecided', NOW), NOW)).toBeUndefined();
  });

  it('doubles the pause up to five minutes', () => {
    const pauses = [1, 2, 3, 4, 5, 6].map((count) => (barredUntil(afterPauses(count), NOW) ?? 0) - NOW);
    expect(pauses).toEqual([30_000, 60_000, 120_000, 240_000, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS]);
  });

  it('does not lengthen a pause for what was under way when it began', () => {
    expect(failed(FAILURES_TO_OPEN + 3)).toEqual(failed(FAILURES_TO_OPEN));
  });
});
