import type { Clock } from '../ports/clock.ts';

/** The longest delay a platform timer takes; a longer one would fire at once. About 24.8 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The platform's clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => waitLong({ ms, signal, hold: () => undefined }),
  rest: (ms, signal) => waitLong({ ms, signal, hold: letGo }),
};

interface Wait {
  readonly ms: number;
  readonly signal: AbortSignal | undefined;
  /** Is given the timer. */
  readonly hold: (timer: unknown) => void;
}

async function waitLong({ ms, signal, hold }: Wait): Promise<void> {
  for (let rest = ms; ; rest -= LONGEST_TIMER_MS) {
    await wait({ ms: Math.min(rest, LONGEST_TIMER_MS), signal, hold });
    if (rest <= LONGEST_TIMER_MS) return;
  }
}

/** Node's timers keep a process alive unless they are told not to; elsewhere a timer is a number. */
function letGo(timer: unknown): void {
  if (typeof timer === 'object') (timer as { readonly unref?: () => void } | null)?.unref?.();
}

function wait({ ms, signal, hold }: Wait): Promise<void> {
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
    hold(timer);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
