import type { Clock } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import type { SessionStore } from './session-store.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

export interface StoreRetryOptions {
  readonly clock: Clock;
  readonly store: SessionStore;
  readonly look: () => Promise<void>;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

/** Looks again, after 1 s doubling to 60 s, at a store that cannot be read: it tells nobody when it is unlocked. */
export class StoreRetry implements Subscription {
  readonly #options: StoreRetryOptions;
  readonly #ending = new AbortController();
  /** How often it was looked at again; undefined while it can be read. */
  #looks: number | undefined;

  constructor(options: StoreRetryOptions) {
    this.#options = options;
  }

  /** Whether the store could not be read just now, and nobody has looked again. */
  get isEarly(): boolean {
    return this.#looks === 0;
  }

  /** Begins when the store cannot be read, unless that was begun. */
  begin(): void {
    if (this.#isFailing() && this.#looks === undefined) void this.#keepLooking();
  }

  dispose(): void {
    this.#ending.abort();
  }

  async #keepLooking(): Promise<void> {
    const { clock, look, signal } = this.#options;
    const ended = AbortSignal.any([signal, this.#ending.signal]);
    this.#looks = 0;
    try {
      while (this.#isFailing()) {
        await clock.sleep(Math.min(FIRST_PAUSE_MS * 2 ** this.#looks, LONGEST_PAUSE_MS), ended);
        this.#looks++;
        await look();
      }
    } catch {
      // It has ended meanwhile.
    }
    this.#looks = undefined;
  }

  #isFailing(): boolean {
    return this.#options.store.storage === 'failing';
  }
}
