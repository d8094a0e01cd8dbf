import type { GateState } from '../words/gate-state.ts';
import { identityOf } from './open.ts';

const FIRST_BACK_OFF_MS = 5_000;
const LONGEST_BACK_OFF_MS = 60_000;
/** A gateway that asks for a longer pause is asked again after this one: a check is due every five minutes at most. */
const LONGEST_PAUSE_MS = 300_000;
/** How long after the end of a key it is asked whether it has ended: clocks differ. */
const AFTER_EXPIRY_MS = 1_000;
const FOCUS_REST_MS = 10_000;
const SLEEP_MS = 60_000;

/** Times are milliseconds since 1970. */
export interface CheckCircumstances {
  readonly state: GateState;
  readonly now: number;
  /** Checks in a row that did not reach a usable answer. */
  readonly failures: number;
  /** The pause that the gateway asked for, in milliseconds. Counts up to five minutes. */
  readonly retryAfterMs: number | undefined;
  /** Milliseconds between two checks when all is well. */
  readonly everyMs: number;
  /** A random number from 0 up to but without 1: windows that were sent away together must not come back together. */
  readonly spread: number;
}

/**
 * When the key is checked again, or undefined when there is nothing to check or a check is under way. An answer is checked
 * again after `everyMs`, less up to a fifth, and right after the end of the key. A gateway out of reach is tried after 5 s,
 * doubling to 60 s, less up to a half, and at the end of a grace.
 */
export function nextCheckAt(at: CheckCircumstances): number | undefined {
  switch (at.state.status) {
    case 'noKey':
    case 'checking':
      return undefined;
    case 'active':
      return Math.min(regularCheck(at), expiryCheck(at));
    case 'invalid':
      return regularCheck(at);
    case 'unavailable':
      return backOff(at);
    case 'grace':
      return Math.max(at.now, Math.min(backOff(at), timeOf(at.state.until) ?? at.now));
  }
}

/** Times are milliseconds since 1970. */
export interface FocusCircumstances {
  readonly state: GateState;
  readonly now: number;
  /** Undefined when there was no check yet. */
  readonly lastCheckedAt: number | undefined;
}

/** Whether a person who comes back to the window makes a check due: when the last one is 10 s old, or the clock went back. */
export function dueOnFocus({ state, now, lastCheckedAt }: FocusCircumstances): boolean {
  if (state.status === 'noKey') return false;
  return lastCheckedAt === undefined || now < lastCheckedAt || now - lastCheckedAt >= FOCUS_REST_MS;
}

/** Whether a tick came so late (60 s or more) that the machine must have slept. Milliseconds since 1970. */
export function sleptThrough({ expected, now }: { readonly expected: number; readonly now: number }): boolean {
  return now - expected >= SLEEP_MS;
}

function regularCheck({ now, everyMs, spread }: CheckCircumstances): number {
  return now + everyMs * (0.8 + 0.2 * spread);
}

/** An end that is past by this machine's clock, but not by the gateway's, must not make it ask without pause. */
function expiryCheck({ state, now }: CheckCircumstances): number {
  const end = timeOf(identityOf(state)?.expiresAt ?? undefined);
  return end === undefined || end + AFTER_EXPIRY_MS <= now ? Infinity : end + AFTER_EXPIRY_MS;
}

function backOff({ now, failures, retryAfterMs = 0, spread }: CheckCircumstances): number {
  const longest = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** Math.max(0, failures - 1));
  return now + Math.max(longest * (0.5 + 0.5 * spread), Math.min(retryAfterMs, LONGEST_PAUSE_MS));
}

function timeOf(instant: string | undefined): number | undefined {
  const time = instant === undefined ? NaN : Date.parse(instant);
  return Number.isNaN(time) ? undefined : time;
}
