/** Failures in a row until the server is left alone. */
export const FAILURES_TO_OPEN = 5;
/** Milliseconds of the first pause; each further one is twice as long. */
export const FIRST_PAUSE_MS = 30_000;
export const LONGEST_PAUSE_MS = 300_000;

/** Whether a server is asked at all. `trial`: one request finds out whether it is back. */
export type Breaker =
  | { readonly phase: 'closed'; readonly failures: number }
  | { readonly phase: 'open'; readonly until: number; readonly pauseMs: number }
  | { readonly phase: 'trial'; readonly pauseMs: number };

/**
 * `admitted`: a request goes out. `succeeded`: the server answered it, with whatever. `failed`: nothing of the server came
 * back. `undecided`: it ended without telling either, as when its caller gave up.
 */
export type BreakerEvent = 'admitted' | 'succeeded' | 'failed' | 'undecided';

export const CLOSED_BREAKER: Breaker = { phase: 'closed', failures: 0 };

/** Milliseconds since 1970 until which nothing may be sent; undefined when a request may go out now. */
export function barredUntil(breaker: Breaker, now: number): number | undefined {
  if (breaker.phase === 'closed') return undefined;
  // A trial is short, or ends by its deadline: whoever comes meanwhile is told to come again at once.
  if (breaker.phase === 'trial') return now;
  // A clock that was set back must not lengthen the pause.
  const isPausing = now < breaker.until && now >= breaker.until - breaker.pauseMs;
  return isPausing ? breaker.until : undefined;
}

export function nextBreaker(breaker: Breaker, event: BreakerEvent, now: number): Breaker {
  switch (event) {
    case 'admitted':
      return breaker.phase === 'open' ? { phase: 'trial', pauseMs: breaker.pauseMs } : breaker;
    case 'succeeded':
      return CLOSED_BREAKER;
    case 'failed':
      return afterFailure(breaker, now);
    case 'undecided':
      // The next one tries.
      return breaker.phase === 'trial' ? { phase: 'open', until: now, pauseMs: breaker.pauseMs } : breaker;
  }
}

function afterFailure(breaker: Breaker, now: number): Breaker {
  switch (breaker.phase) {
    case 'closed': {
      const failures = breaker.failures + 1;
      if (failures < FAILURES_TO_OPEN) return { phase: 'closed', failures };
      return { phase: 'open', until: now + FIRST_PAUSE_MS, pauseMs: FIRST_PAUSE_MS };
    }
    case 'trial': {
      const pauseMs = Math.min(LONGEST_PAUSE_MS, breaker.pauseMs * 2);
      return { phase: 'open', until: now + pauseMs, pauseMs };
    }
    case 'open':
      // Sent before it opened: the pause is not lengthened by what was under way.
      return breaker;
  }
}
