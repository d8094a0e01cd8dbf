import type { RandomBytes } from '@wicketgate/contract';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;
/** A server that asks for more than this is told to the caller instead of waited for. */
export const LONGEST_RETRY_AFTER_MS = 60_000;
/** Clients that were sent away together must not come back together. */
const RETRY_AFTER_SPREAD = 0.2;

export interface RepeatState {
  /** Requests that failed so far: 1 after the first. */
  readonly failures: number;
  /** Repetitions allowed after the first request. */
  readonly retries: number;
  /** What the server asked for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Milliseconds until the deadline of the whole call. */
  readonly remainingMs: number;
  readonly random: RandomBytes;
}

/**
 * How long to wait before the next attempt, or undefined to give up. Full jitter from 0 to 500 ms, doubling to 8 s; a
 * `Retry-After` up to 60 s is honoured and lengthened by 0 to 20 %. Nothing is waited for beyond the deadline.
 */
export function repeatDelay({ failures, retries, retryAfterMs, remainingMs, random }: RepeatState): number | undefined {
  if (failures > retries) return undefined;
  if (retryAfterMs !== undefined && retryAfterMs > LONGEST_RETRY_AFTER_MS) return undefined;
  const chance = fraction(random);
  const delay =
    retryAfterMs === undefined
      ? chance * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1))
      : retryAfterMs * (1 + RETRY_AFTER_SPREAD * chance);
  return delay < remainingMs ? delay : undefined;
}

/** A number from 0 up to but without 1. */
export function fraction(random: RandomBytes): number {
  const bytes = random(new Uint8Array(4));
  return new DataView(bytes.buffer).getUint32(0) / 2 ** 32;
}
