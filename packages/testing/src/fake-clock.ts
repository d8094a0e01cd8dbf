interface Sleeper {
  /** Milliseconds since the clock was made. */
  readonly wakesAt: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still until a test turns it. As on a real machine, the time is a whole number, and timers go by a
 * clock of their own that nobody can set. Fits the `Clock` port of `@wicketgate/core`.
 */
export interface FakeClock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Moves time on, waking sleepers in order; each may start new sleeps that are honoured on the way. */
  advance(ms: number): Promise<void>;
  /** Sets the time back or forth, as a user who changes the system time does: sleepers sleep on for as long as before. */
  set(now: number): void;
  /** How many sleeps are pending: a test waits for the code to be at rest by it. */
  readonly sleepers: number;
}

/** 2026-01-01T00:00:00Z. */
const NEW_YEAR = Date.UTC(2026, 0, 1);

export function createFakeClock(start: number = NEW_YEAR): FakeClock {
  let elapsed = 0;
  let setTo = start;
  let sleepers: Sleeper[] = [];
  const now = () => Math.floor(setTo + elapsed);

  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal?.throwIfAborted();
      const onAbort = () => {
        sleepers = sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason as Error);
      };
      const sleeper = {
        wakesAt: elapsed + Math.ceil(ms),
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      sleepers.push(sleeper);
    });

  const advance = async (ms: number) => {
    const until = elapsed + ms;
    await settle();
    for (;;) {
      const next = sleepers.filter((sleeper) => sleeper.wakesAt <= until).sort((a, b) => a.wakesAt - b.wakesAt)[0];
      if (!next) break;
      sleepers = sleepers.filter((sleeper) => sleeper !== next);
      elapsed = Math.max(elapsed, next.wakesAt);
      next.wake();
      await settle();
    }
    elapsed = until;
    await settle();
  };

  return {
    now,
    sleep,
    advance,
    set: (to) => {
      setTo = to - elapsed;
    },
    get sleepers() {
      return sleepers.length;
    },
  };
}

/** Lets every promise that can go on go on, I/O included: a macrotask turn empties the microtask queue. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
