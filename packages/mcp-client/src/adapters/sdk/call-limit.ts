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

/** While somebody is asked for input, no call of the connection counts as silent. */
export class Patience {
  readonly #clock: Clock;
  #open = 0;
  #answered = 0;
  #answeredAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Questions that are open. */
  get open(): number {
    return this.#open;
  }

  /** Questions that were answered, and when the last one was. */
  get answered(): { readonly count: number; readonly at: number } {
    return { count: this.#answered, at: this.#answeredAt };
  }

  async during<Value>(ask: () => Promise<Value>): Promise<Value> {
    this.#open++;
    try {
      return await ask();
    } finally {
      this.#open--;
      this.#answered++;
      this.#answeredAt = this.#clock.now();
    }
  }
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

  /** Signs of life so far. */
  #signs(): number {
    return this.#touches + this.#patience.answered.count;
  }

  /** How long nothing has come, between nothing and all of the time that it may. */
  #quietMs(): number {
    const { timeoutMs } = this.#limits;
    if (this.#patience.open > 0) return 0;
    const quietMs = this.#clock.now() - Math.max(this.#touchedAt, this.#patience.answered.at);
    return Math.min(Math.max(0, quietMs), timeoutMs);
  }

  /** Without a sign of life: how long to wait on, which is not at all unless somebody is asked. */
  #pausedMs(): number {
    return this.#patience.open > 0 ? this.#limits.timeoutMs : 0;
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
      const before = this.#signs();
      await this.#clock.sleep(waitMs, this.#controller.signal);
      leftMs -= waitMs;
      waitMs = Math.min(this.#signs() === before ? this.#pausedMs() : timeoutMs - this.#quietMs(), leftMs);
    }
    this.ended = 'timeout';
    this.#controller.abort(new DOMException('The time is over.', 'TimeoutError'));
  }
}
