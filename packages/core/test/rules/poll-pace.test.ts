import { describe, expect, it } from 'vitest';
import { paceAfter, pollPause, type PollPace } from '../../src/rules/poll-pace.ts';

const START: PollPace = { intervalMs: 5_000, failures: 0 };

describe('the pace of polls', () => {
  it('adds five seconds for good with each slow_down', () => {
    const slower = ['slow_down', 'slow_down', 'slow_down'] as const;
    const paces = slower.reduce((all, outcome) => [...all, paceAfter(all.at(-1) ?? START, outcome)], [START]);
    expect(paces.map((pace) => pollPause(pace))).toEqual([5_000, 10_000, 15_000, 20_000]);
    expect(pollPause(paceAfter({ intervalMs: 20_000, failures: 0 }, 'pending'))).toBe(20_000);
  });

  it('doubles while nobody answers, up to a minute, and is back at the interval with the next answer', () => {
    let pace = START;
    const pauses = Array.from({ length: 5 }, () => pollPause((pace = paceAfter(pace, 'unreachable'))));
    expect(pauses).toEqual([10_000, 20_000, 40_000, 60_000, 60_000]);
    expect(pollPause(paceAfter(pace, 'pending'))).toBe(5_000);
    expect(pollPause(paceAfter(pace, 'slow_down'))).toBe(10_000);
  });

  it('is never faster than an interval that is longer than a minute', () => {
    expect(pollPause({ intervalMs: 90_000, failures: 3 })).toBe(90_000);
  });

  it('waits at least as long as the service asks for', () => {
    expect(pollPause({ intervalMs: 5_000, failures: 1 }, 10_001)).toBe(10_001);
    expect(pollPause({ intervalMs: 5_000, failures: 1 }, 9_999)).toBe(10_000);
  });
});
