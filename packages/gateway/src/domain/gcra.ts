import type { Limits } from './key-record.ts';

/** A bucket as it was left: how many calls were in it at an instant, and when it will be empty of them. */
export interface Bucket {
  readonly calls: number;
  /** Milliseconds since 1970, as is `fullAt`: the instant from which on nothing is held against the caller. */
  readonly at: number;
  readonly fullAt: number;
}

export interface GcraOutcome {
  readonly allowed: boolean;
  readonly bucket: Bucket;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly retryAfterSeconds: number;
}

/** A millionth of a call: absorbs rounding. Calls are counted, so that a burst of n lets exactly n pass at any rate. */
const ROUNDING = 1e-6;

/**
 * The generic cell rate algorithm (ITU-T I.371, continuous-state leaky bucket): `requests` per window on average,
 * `burst` at once. A refused call costs nothing.
 */
export function gcra(before: Bucket | undefined, limits: Limits, now: number): GcraOutcome {
  const perMillisecond = limits.requests / (limits.windowSeconds * 1_000);
  const level = levelOf(before, perMillisecond * elapsed(before, now), limits.burst);
  const excess = level + 1 - limits.burst;
  const allowed = excess <= ROUNDING;
  const calls = allowed ? level + 1 : level;
  return {
    allowed,
    bucket: { calls, at: now, fullAt: now + calls / perMillisecond },
    remaining: Math.max(0, Math.floor(limits.burst - calls + ROUNDING)),
    resetSeconds: wholeSeconds(calls / perMillisecond),
    retryAfterSeconds: allowed ? 0 : wholeSeconds(excess / perMillisecond),
  };
}

/** Nothing runs out while the clock goes back. */
function elapsed(before: Bucket | undefined, now: number): number {
  return before === undefined ? 0 : Math.max(0, now - before.at);
}

/** Never above the burst: limits that were lowered must not shut a caller out for longer than they say. */
function levelOf(before: Bucket | undefined, ranOut: number, burst: number): number {
  return before === undefined ? 0 : Math.min(burst, Math.max(0, before.calls - ranOut));
}

function wholeSeconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1_000 - ROUNDING);
}
