import type { RandomBytes } from '@wicketgate/contract';
import type { WicketgateError } from '../words/errors.ts';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;
/** A server that asks for more than this is told to the caller instead of waited for. */
const LONGEST_RETRY_AFTER_MS = 60_000;
/** Clients that were sent away together must not come back together. */
const RETRY_AFTER_SPREAD = 0.2;
const RETRYABLE_STATUS: readonly number[] = [408, 429, 500, 502, 503, 504];

export interface RetryState {
  /** Requests sent so far: 1 after the first. */
  readonly attempts: number;
  /** Retries allowed after the first request. */
  readonly retries: number;
  /** Milliseconds until the deadline of the whole call. */
  readonly remainingMs: number;
  readonly random: RandomBytes;
}

/**
 * How long to wait before the next attempt, or undefined to give up. Full jitter from 0 to 500 ms, doubling to 8 s; a
 * `Retry-After` up to 60 s is honoured and lengthened by 0 to 20 %. Nothing is waited for beyond the deadline.
 */
export function retryDelay(error: WicketgateError, state: RetryState): number | undefined {
  if (state.attempts > state.retries || !isPassing(error)) return undefined;
  if (error.retryAfterMs !== undefined && error.retryAfterMs > LONGEST_RETRY_AFTER_MS) return undefined;
  const chance = fraction(state.random);
  const delay =
    error.retryAfterMs === undefined
      ? chance * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (state.attempts - 1))
      : error.retryAfterMs * (1 + RETRY_AFTER_SPREAD * chance);
  return delay < state.remainingMs ? delay : undefined;
}

/** Whether a failure speaks of the network or of the state of the service, and may be gone the next time. */
export function isPassing(error: WicketgateError): boolean {
  if (error.status === undefined) return error.code === 'offline' || error.code === 'timeout';
  return RETRYABLE_STATUS.includes(error.status);
}

/** A random number from 0 up to but without 1. */
export function fraction(random: RandomBytes): number {
  const bytes = random(new Uint8Array(4));
  return new DataView(bytes.buffer).getUint32(0) / 2 ** 32;
}
