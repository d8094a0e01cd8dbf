import type { Clock } from '@wicketgate/core';
import type { CallEnd, CallLimit, CallLimits } from './call-limit.ts';

/**
 * How long one sleep lasts at most: so much can a clock that is set meanwhile be wrong about a call, and so long does a timer
 * stay once nothing runs.
 */
const LONGEST_TICK_MS = 1_000;

interface Tick {
  readonly startedAt: number;
  readonly ms: number;
  readonly ending: AbortController;
}

/**
 * Ends the calls of one connection in time, by one timer for all of them. It counts what was slept, since somebody may set the
 * clock meanwhile. While a person is asked for input, no call of the connection counts as silent.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #running = new Set<RunningLimit>();
  /** Milliseconds that were slept. */
  #elapsed = 0;
  #tick: Tick | undefined;
  #questions = 0;
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(limits: CallLimits): CallLimit {
    const limit = new RunningLimit(limits, this.#parts);
    if (this.#isClosed) limit.end('closed');
    else if (!limit.isOver) {
      this.#running.add(limit);
      this.#aim(this.#nextOf(limit));
    }
    return limit;
  }

  /** Asks somebody: the time without an answer stands still meanwhile, and begins anew for all calls. */
  async during<Value>(ask: () => Promise<Value>): Promise<Value> {
    this.#questions++;
    try {
      return await ask();
    } finally {
      this.#questions--;
      for (const limit of this.#running) {
        limit.touch();
        this.#aim(this.#nextOf(limit));
      }
    }
  }

  /** Ends what runs, and leaves no timer behind. */
  close(): void {
    this.#isClosed = true;
    for (const limit of this.#running) limit.end('closed');
    this.#running.clear();
    this.#tick?.ending.abort();
    this.#tick = undefined;
  }

  readonly #parts: LimitParts = {
    now: () => this.#now(),
    onReleased: (limit) => this.#running.delete(limit),
  };

  /** Milliseconds of a clock that nobody can set. */
  #now(): number {
    return this.#elapsed + (this.#tick === undefined ? 0 : this.#sleptMs(this.#tick));
  }

  /** Timers are late. More than that is a clock that was set, or a machine that slept: the whole sleep counts then. */
  #sleptMs({ startedAt, ms }: Tick): number {
    const sinceMs = this.#clock.now() - startedAt;
    return sinceMs < 0 || sinceMs >= ms + LONGEST_TICK_MS ? ms : sinceMs;
  }

  #nextOf({ endsAt, quietEndsAt }: RunningLimit): number {
    return this.#questions > 0 ? endsAt : Math.min(endsAt, quietEndsAt);
  }

  /** Has the timer fire no later than at this time. */
  #aim(at: number): void {
    const now = this.#now();
    const ms = Math.max(0, Math.min(at - now, LONGEST_TICK_MS));
    if (this.#tick !== undefined) {
      if (now + ms >= this.#elapsed + this.#tick.ms) return;
      this.#tick.ending.abort();
      this.#elapsed = now;
    }
    const tick = { startedAt: this.#clock.now(), ms, ending: new AbortController() };
    this.#tick = tick;
    this.#clock.sleep(ms, tick.ending.signal).then(
      () => this.#onTick(tick),
      () => undefined,
    );
  }

  #onTick(tick: Tick): void {
    if (this.#tick !== tick) return;
    this.#elapsed += Math.max(tick.ms, this.#sleptMs(tick));
    this.#tick = undefined;
    let next = Number.POSITIVE_INFINITY;
    for (const limit of this.#running) {
      const at = this.#nextOf(limit);
      if (at > this.#elapsed) next = Math.min(next, at);
      else {
        this.#running.delete(limit);
        limit.end('timeout');
      }
    }
    if (this.#running.size > 0) this.#aim(next);
  }
}

interface LimitParts {
  readonly now: () => number;
  readonly onReleased: (limit: RunningLimit) => void;
}

class RunningLimit implements CallLimit {
  ended: CallEnd | undefined;
  readonly endsAt: number;
  quietEndsAt: number;
  readonly #controller = new AbortController();
  readonly #limits: CallLimits;
  readonly #parts: LimitParts;

  constructor(limits: CallLimits, parts: LimitParts) {
    this.#limits = limits;
    this.#parts = parts;
    const now = parts.now();
    this.endsAt = now + limits.totalTimeoutMs;
    this.quietEndsAt = now + limits.timeoutMs;
    if (limits.signal?.aborted) this.#onCallerAbort();
    else limits.signal?.addEventListener('abort', this.#onCallerAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.ended !== undefined;
  }

  touch(): void {
    this.quietEndsAt = this.#parts.now() + this.#limits.timeoutMs;
  }

  release(): void {
    this.#limits.signal?.removeEventListener('abort', this.#onCallerAbort);
    this.#parts.onReleased(this);
  }

  end(how: CallEnd, reason: unknown = new DOMException('The time is over.', 'TimeoutError')): void {
    if (this.ended !== undefined) return;
    this.ended = how;
    this.#controller.abort(reason);
  }

  readonly #onCallerAbort = (): void => this.end('caller', this.#limits.signal?.reason);
}
