import type { Logger } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';

/** Listeners of others: the failure of one is logged, and the rest are told all the same. */
export class Listeners<T> {
  readonly #listeners = new Set<{ readonly listener: (value: T) => unknown }>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  get size(): number {
    return this.#listeners.size;
  }

  /** One function that is added twice is told twice. */
  add(listener: (value: T) => unknown): Subscription {
    const entry = { listener };
    this.#listeners.add(entry);
    return { dispose: () => void this.#listeners.delete(entry) };
  }

  tell(value: T): void {
    for (const { listener } of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.#logger.error({ error }, 'a listener failed');
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
