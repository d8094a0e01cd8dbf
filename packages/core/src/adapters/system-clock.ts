import type { Clock } from '../ports/clock.ts';

/** The longest delay a platform timer takes; a longer one would fire at once. About 24.8 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The platform's clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    for (let rest = ms; ; rest -= LONGEST_TIMER_MS) {
      await wait(Math.min(rest, LONGEST_TIMER_MS), signal);
      if (rest <= LONGEST_TIMER_MS) return;
    }
  },
};

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
