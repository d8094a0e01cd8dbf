import type { Clock } from '@wicketgate/core';

/** Milliseconds within which a second signal is the first one again: a terminal and a launcher may both send it. */
const SAME_SIGNAL_MS = 1_000;

export interface StopSignalParts {
  /** Calls the listener at each signal that asks the process to stop. */
  readonly onSignal: (listener: () => void) => void;
  readonly clock: Pick<Clock, 'now'>;
  /** Called when whoever asked does not want to wait. */
  readonly onImpatience: () => void;
}

/** Resolves at the first signal to stop. Another one, a second later or more, is impatience. */
export function stopSignal({ onSignal, clock, onImpatience }: StopSignalParts): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    onSignal(() => {
      if (askedAt === undefined) {
        askedAt = clock.now();
        resolve();
      } else if (clock.now() - askedAt >= SAME_SIGNAL_MS) {
        onImpatience();
      }
    });
  });
}
