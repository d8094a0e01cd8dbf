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
export function paceAfter(pace: PollPace, outcome: 'pending' | 'slow_down' | 'unreachable'): PollPace {
  switch (outcome) {
    case 'pending':
      return { ...pace, failures: 0 };
    case 'slow_down':
      return { intervalMs: pace.intervalMs + SLOW_DOWN_MS, failures: 0 };
    case 'unreachable':
      return { ...pace, failures: pace.failures + 1 };
  }
}

/**
 * Milliseconds until the next poll: the interval, doubled for each poll in a row that nobody answered (RFC 8628 section 3.5),
 * up to a minute; never less than the service asked for.
 */
export function pollPause({ intervalMs, failures }: PollPace, retryAfterMs = 0): number {
  const backOff = Math.min(intervalMs * 2 ** failures, Math.max(LONGEST_BACK_OFF_MS, intervalMs));
  return Math.max(backOff, retryAfterMs);
}
