import type { Clock } from '@wicketgate/core';
import {
  barredUntil,
  type Breaker,
  type BreakerEvent,
  CLOSED_BREAKER,
  nextBreaker,
} from '../../rules/session/breaker.ts';
import { type Doing, isOutage } from '../../rules/session/failure.ts';
import { McpError } from '../../words/errors.ts';

export interface StandingOptions {
  readonly clock: Clock;
  readonly onChange: () => void;
}

/** A request that was let through. */
export interface Admission {
  /** Failures that had been counted when it was. */
  readonly failures: number;
  /** It finds out whether the server is back. */
  readonly isTrial: boolean;
}

/** How it stands with one server: what went wrong last, and whether it is left alone. */
export class Standing {
  readonly #options: StandingOptions;
  #breaker: Breaker = CLOSED_BREAKER;
  #problem: McpError | undefined;
  /** Failures that were counted. */
  #failures = 0;

  constructor(options: StandingOptions) {
    this.#options = options;
  }

  /** What went wrong last, and is not over. */
  get problem(): McpError | undefined {
    return this.#problem;
  }

  /** Milliseconds since 1970 until which the server is left alone. */
  get pausedUntil(): number | undefined {
    return this.#breaker.phase === 'open' ? barredUntil(this.#breaker, this.#options.clock.now()) : undefined;
  }

  /** Throws `circuit_open` when nothing may be sent now. Whoever is let through settles it. */
  admit(): Admission {
    const now = this.#options.clock.now();
    const until = barredUntil(this.#breaker, now);
    if (until === undefined) {
      const isTrial = this.#breaker.phase === 'open';
      this.#breaker = nextBreaker(this.#breaker, 'admitted', now);
      return { failures: this.#failures, isTrial };
    }
    throw new McpError('circuit_open', 'The server failed so often that it is left alone for a while.', {
      retryAfterMs: Math.max(0, until - now),
      ...(this.#problem && { cause: this.#problem }),
    });
  }

  /** For what is asked without leave. */
  unasked(): Admission {
    return { failures: this.#failures, isTrial: false };
  }

  succeeded(admission: Admission): void {
    this.#record('succeeded', admission);
    this.#tell(undefined);
  }

  /** A connection stands. A server that ends each of them is left alone all the same. */
  connected(): void {
    this.#tell(undefined);
  }

  /** Whoever was let through ended without having asked. */
  undecided(admission: Admission): void {
    this.#record('undecided', admission);
  }

  failed(error: unknown, doing: Doing, admission: Admission): void {
    if (!McpError.isInstance(error) || error.code === 'aborted' || error.code === 'closed') {
      this.#record('undecided', admission);
    } else if (isOutage(error, doing)) {
      this.#fail(admission);
      this.#tell(error);
    } else if (doing === 'connect') {
      this.#record('undecided', admission);
      this.#tell(error);
    } else this.#record(error.code === 'timeout' ? 'undecided' : 'succeeded', admission);
  }

  /** What many were let through for fails for all of them at once, as when a server is started anew: it counts once. */
  #fail(admission: Admission): void {
    if (!admission.isTrial && admission.failures !== this.#failures) return;
    this.#failures++;
    this.#record('failed', admission);
  }

  /** A trial is ended by its own request, and by any answer. */
  #record(event: BreakerEvent, { isTrial }: Admission): void {
    if (this.#breaker.phase === 'trial' && !isTrial && event !== 'succeeded') return;
    this.#breaker = nextBreaker(this.#breaker, event, this.#options.clock.now());
  }

  #tell(problem: McpError | undefined): void {
    if (this.#problem === problem) return;
    this.#problem = problem;
    this.#options.onChange();
  }
}
