import type { Clock } from '@wicketgate/core';

/** Milliseconds that the store has to answer a ping. */
const PING_TIMEOUT_MS = 2_000;

/** Milliseconds for which an answer holds, so that probes cannot be turned into load on the store. */
const HOLDS_MS = 1_000;

export interface ReadinessParts {
  readonly ping: () => Promise<void>;
  readonly clock: Clock;
}

export interface Readiness {
  /** Whether the store answered within two seconds, at most one second ago. */
  storageAnswers(now: number): Promise<boolean>;
  /** From now on the gateway takes no new work. */
  drain(): void;
  readonly draining: boolean;
}

export function createReadiness({ ping, clock }: ReadinessParts): Readiness {
  let asked: { readonly at: number; readonly answer: Promise<boolean> } | undefined;
  let draining = false;
  return {
    storageAnswers(now) {
      // Of a clock that was set back nothing holds, or one answer would hold until it has caught up.
      const holds = asked !== undefined && asked.at <= now && now < asked.at + HOLDS_MS;
      if (asked === undefined || !holds) asked = { at: now, answer: answersInTime(ping, clock) };
      return asked.answer;
    },
    drain: () => {
      draining = true;
    },
    get draining() {
      return draining;
    },
  };
}

async function answersInTime(ping: () => Promise<void>, clock: Clock): Promise<boolean> {
  const timer = new AbortController();
  const late = clock.sleep(PING_TIMEOUT_MS, timer.signal).then(
    () => false,
    () => false,
  );
  const answered = ping().then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([answered, late]);
  timer.abort(new DOMException('The store answered.', 'AbortError'));
  return answer;
}
