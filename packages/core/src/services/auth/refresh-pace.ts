import type { RandomBytes } from '@wicketgate/contract';
import type { Clock } from '../../ports/clock.ts';
import { fraction } from '../../rules/retry.ts';
import { WicketgateError } from '../../words/errors.ts';

const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;

export interface RefreshPaceOptions {
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/**
 * How soon a refresh that failed is tried again. In the background: after 1 s, doubled up to a minute, half of it by chance.
 * For somebody who waits: at once, unless the gateway has asked for a pause.
 */
export class RefreshPace {
  readonly #options: RefreshPaceOptions;
  #failures = 0;
  #restsUntil = 0;
  #held: { readonly until: number; readonly error: WicketgateError } | undefined;

  constructor(options: RefreshPaceOptions) {
    this.#options = options;
  }

  reset(): void {
    this.#failures = 0;
    this.#restsUntil = 0;
    this.#held = undefined;
  }

  failed(error: unknown): void {
    const now = this.#options.clock.now();
    const asked = WicketgateError.isInstance(error) ? Math.min(error.retryAfterMs ?? 0, LONGEST_REST_MS) : 0;
    const backOff = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** this.#failures);
    this.#failures++;
    this.#restsUntil = now + Math.max(asked, backOff * (0.5 + fraction(this.#options.random) / 2));
    this.#held = asked > 0 && WicketgateError.isInstance(error) ? { until: now + asked, error } : undefined;
  }

  /** Milliseconds until the next try in the background. */
  restMs(): number {
    return this.#isAhead(this.#restsUntil) ? Math.ceil(this.#restsUntil - this.#options.clock.now()) : 0;
  }

  isResting(): boolean {
    return this.restMs() > 0;
  }

  /** Throws the last failure while the pause lasts that the gateway asked for. */
  throwIfHeld(): void {
    if (this.#held && this.#isAhead(this.#held.until)) throw this.#held.error;
  }

  /** A clock that was set back makes no rest longer. */
  #isAhead(until: number): boolean {
    const rest = until - this.#options.clock.now();
    return rest > 0 && rest <= LONGEST_REST_MS;
  }
}
