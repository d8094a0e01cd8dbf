import type { Clock } from '@wicketgate/core';
import { SecretsError } from '../../words/errors.ts';

const MOST = 10;
const WITHIN_MS = 60_000;

/** Counts wrong passphrases. */
export interface Attempts {
  /** Throws `too_many_attempts` when ten were wrong within the last minute. */
  check(): void;
  /** Another one was wrong. */
  count(): void;
}

export function createAttempts(clock: Clock): Attempts {
  let wrong: number[] = [];
  return {
    check() {
      const now = clock.now();
      // A clock that was set back would otherwise shut the file for as long as it was set back.
      wrong = wrong.filter((at) => Math.abs(now - at) < WITHIN_MS);
      if (wrong.length < MOST) return;
      throw new SecretsError('too_many_attempts', `${MOST} passphrases within a minute were wrong.`, {
        hint: `Wait ${WITHIN_MS / 1_000} seconds, then try again.`,
      });
    },
    count() {
      wrong.push(clock.now());
    },
  };
}
