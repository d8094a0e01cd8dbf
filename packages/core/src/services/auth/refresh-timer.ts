import type { RandomBytes } from '@wicketgate/contract';
import type { Clock } from '../../ports/clock.ts';
import { fraction } from '../../rules/retry.ts';
import type { SessionRecord } from '../../rules/session-record.ts';
import { refreshTime } from '../../rules/token-life.ts';

/**
 * Processes that share a sign-in must not all come at once. Nor later than the 30 seconds for which a gateway answers a used
 * refresh token again: when one of them is killed before it could store the answer, the next must get the same.
 */
const LONGEST_SPREAD_MS = 20_000;
/** Tokens that are over as soon as they come must not have the gateway asked, and the store written, without a pause. */
const SHORTEST_PAUSE_MS = 500;

export interface RefreshTimerOptions {
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Called when the time has come. */
  readonly due: () => void;
}

/** Wakes when the token that is held is to be refreshed. Keeps no process alive. */
export interface RefreshTimer {
  /** Counts down until this record begins to age, and a little longer. Without a record it stands still. */
  wind(record: SessionRecord | undefined): void;
  /** Counts down once more, after a failure. */
  again(ms: number): void;
  stop(): void;
}

export function createRefreshTimer({ clock, random, due }: RefreshTimerOptions): RefreshTimer {
  let running = new AbortController();
  const start = (ms: number) => {
    running.abort();
    const { signal } = (running = new AbortController());
    const pauseMs = Math.max(SHORTEST_PAUSE_MS, ms);
    const resting = clock.rest ? clock.rest(pauseMs, signal) : clock.sleep(pauseMs, signal);
    resting.then(due, () => undefined);
  };
  return {
    wind: (record) => {
      running.abort();
      if (record?.refreshToken === undefined) return;
      const ages = refreshTime(record);
      const spread = Math.min(LONGEST_SPREAD_MS, (record.accessExpiresAt - ages) / 2);
      start(ages - clock.now() + spread * fraction(random));
    },
    again: start,
    stop: () => {
      running.abort();
    },
  };
}
