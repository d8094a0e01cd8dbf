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

/** How it stands with one server: what went wrong last, and whether it is left alone. */
export class Standing {
  readonly #options: StandingOptions;
  #breaker: Breaker = CLOSED_BREAKER;
  #problem: McpError | undefined;
  /** Many may wait for one attempt to connect: its failure counts once. */
  #counted: unknown;

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
  admit(): void {
    const now = this.#options.clock.now();
    const until = barredUntil(this.#breaker, now);
    if (until === undefined) {
      this.#record('admitted');
      return;
    }
    throw new McpError('circuit_open', 'The server failed so often that it is left alone for a while.', {
      retryAfterMs: Math.max(0, until - now),
      ...(this.#problem && { cause: this.#problem }),
    });
  }

  succeeded(): void {
    this.#record('succeeded');
    this.#tell(undefined);
  }

  /** A connection stands. A server that ends each of them is left alone all the same. */
  connected(): void {
    this.#tell(undefined);
  }

  /** Whoever was let through ended without having asked. */
  undecided(): void {
    this.#record('undecided');
  }

  failed(error: unknown, doing: Doing): void {
    if (!McpError.isInstance(error) || error.code === 'aborted' || error.code === 'closed') {
      this.#record('undecided');
    } else if (isOutage(error, doing)) {
      this.#record(this.#counted === error ? 'undecided' : 'failed');
      this.#counted = error;
      this.#tell(error);
    } else if (doing === 'connect') {
      this.#record('undecided');
      this.#tell(error);
    } else this.#record(error.code === 'timeout' ? 'undecided' : 'succeeded');
  }

  #record(event: BreakerEvent): void {
    this.#breaker = nextBreaker(this.#breaker, event, this.#options.clock.now());
  }

  #tell(problem: McpError | undefined): void {
    if (this.#problem === problem) return;
    this.#problem = problem;
    this.#options.onChange();
  }
}
