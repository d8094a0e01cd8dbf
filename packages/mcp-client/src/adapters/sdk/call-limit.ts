import type { Clock } from '@wicketgate/core';

export interface CallLimits {
  /** Milliseconds without an answer or progress. */
  readonly timeoutMs: number;
  /** Milliseconds in all. */
  readonly totalTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Why a limit ended a call: the time, or the caller. */
export type CallEnd = 'timeout' | 'caller';

/**
 * Ends one call by the clock or by its caller. The SDK keeps time too, by the platform's timers: it is given none that could
 * fire first.
 */
export interface CallLimit {
  /** Ends with the caller's signal, or when the time is over. */
  readonly signal: AbortSignal;
  readonly ended: CallEnd | undefined;
  /** Something came of the call: the time without an answer begins anew. */
  touch(): void;
  /** Leaves neither timer nor listener behind. */
  release(): void;
}

/** While somebody is asked for input, no call counts as silent. */
export interface Patience {
  /** Questions that are open. */
  waiting: number;
}

const RELEASED = Symbol('released');

export function startLimit(limits: CallLimits, clock: Clock, patience: Patience): CallLimit {
  const limit = new RunningLimit(limits, clock, patience);
  limit.start();
  return limit;
}

class RunningLimit implements CallLimit {
  ended: CallEnd | undefined;
  readonly #controller = new AbortController();
  readonly #limits: CallLimits;
  readonly #clock: Clock;
  readonly #patience: Patience;
  #touches = 0;
  #touchedAt = 0;

  constructor(limits: CallLimits, clock: Clock, patience: Patience) {
    this.#limits = limits;
    this.#clock = clock;
    this.#patience = patience;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  start(): void {
    const { signal } = this.#limits;
    if (signal?.aborted) this.#onCallerAbort();
    else {
      signal?.addEventListener('abort', this.#onCallerAbort, { once: true });
      this.#run().catch(() => undefined);
    }
  }

  touch(): void {
    this.#touches++;
    this.#touchedAt = this.#clock.now();
  }

  release(): void {
    this.#limits.signal?.removeEventListener('abort', this.#onCallerAbort);
    // An error with a stack would cost more than the rest of a call.
    this.#controller.abort(RELEASED);
  }

  readonly #onCallerAbort = (): void => {
    this.ended = 'caller';
    this.#controller.abort(this.#limits.signal?.reason);
  };

  /** Counts what was slept, since somebody may set the clock meanwhile. */
  async #run(): Promise<void> {
    const { timeoutMs, totalTimeoutMs } = this.#limits;
    let leftMs = totalTimeoutMs;
    let waitMs = Math.min(timeoutMs, leftMs);
    while (waitMs > 0) {
      const before = this.#touches;
      await this.#clock.sleep(waitMs, this.#controller.signal);
      leftMs -= waitMs;
      const isSilent = this.#touches === before && this.#patience.waiting === 0;
      const quietMs = this.#touches === before ? 0 : this.#clock.now() - this.#touchedAt;
      waitMs = isSilent ? 0 : Math.min(timeoutMs - Math.min(Math.max(0, quietMs), timeoutMs), leftMs);
    }
    this.ended = 'timeout';
    this.#controller.abort(new DOMException('The time is over.', 'TimeoutError'));
  }
}
