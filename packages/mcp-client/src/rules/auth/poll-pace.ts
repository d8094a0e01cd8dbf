/** RFC 8628 section 3.5: added for all further polls, not for the next one alone. */
const SLOW_DOWN_MS = 5_000;
/** The longest pause that failures lead to, unless the interval itself is longer. */
const LONGEST_BACK_OFF_MS = 60_000;

/** How fast a device code is polled. */
export interface PollPace {
  readonly intervalMs: number;
  /** Polls in a row that nobody answered. */
  readonly failures: number;
}

/** The pace after a poll: slower for good after `slow_down`, slower for now while nobody answers. */
export function paceAfter(
  { intervalMs, failures }: PollPace,
  outcome: 'pending' | 'slow_down' | 'unreachable',
): PollPace {
  if (outcome === 'unreachable') return { intervalMs, failures: failures + 1 };
  return { intervalMs: intervalMs + (outcome === 'slow_down' ? SLOW_DOWN_MS : 0), failures: 0 };
}

/** Milliseconds until the next poll: doubled for each in a row that nobody answered. */
export function pollPause({ intervalMs, failures }: PollPace): number {
  return Math.min(intervalMs * 2 ** failures, Math.max(LONGEST_BACK_OFF_MS, intervalMs));
}
