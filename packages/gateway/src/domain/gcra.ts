import type { Limits } from './key-record.ts';

/** Half a hundredth of a millisecond: absorbs rounding, so that a burst of n lets exactly n pass. */
const ROUNDING_MS = 0.005;

export interface GcraOutcome {
  readonly allowed: boolean;
  /** When the bucket is full again, milliseconds since 1970: the only state that is kept. */
  readonly fullAt: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly retryAfterSeconds: number;
}

/**
 * The generic cell rate algorithm (ITU-T I.371, virtual scheduling): `requests` per window on average, `burst` at
 * once. A refused call costs nothing.
 */
export function gcra(fullAt: number | undefined, limits: Limits, now: number): GcraOutcome {
  const spacing = (limits.windowSeconds * 1_000) / limits.requests;
  const depth = spacing * limits.burst;
  // A bucket emptier than empty comes from a clock that was set back or from limits that were lowered.
  const busyUntil = Math.min(Math.max(fullAt ?? now, now), now + depth);
  const wait = busyUntil + spacing - depth - now;
  if (wait > ROUNDING_MS) {
    return {
      allowed: false,
      fullAt: busyUntil,
      remaining: 0,
      resetSeconds: wholeSeconds(busyUntil - now),
      retryAfterSeconds: wholeSeconds(wait),
    };
  }
  const next = busyUntil + spacing;
  return {
    allowed: true,
    fullAt: next,
    remaining: Math.max(0, Math.floor((depth - (next - now) + ROUNDING_MS) / spacing)),
    resetSeconds: wholeSeconds(next - now),
    retryAfterSeconds: 0,
  };
}

function wholeSeconds(milliseconds: number): number {
  return Math.ceil((milliseconds - ROUNDING_MS) / 1_000);
}
