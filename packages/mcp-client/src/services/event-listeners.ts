import type { Logger } from '@wicketgate/core';

/** Whoever wants to be told. One that throws is logged, and disturbs neither the others nor the work that it is told of. */
export class EventListeners<Event extends { readonly kind: string }> {
  readonly #whose: string;
  readonly #logger: Logger | undefined;
  readonly #listeners = new Set<{ readonly call: (event: Event) => void }>();

  /** `whose`: who tells, for the log. */
  constructor(whose: string, logger: Logger | undefined) {
    this.#whose = whose;
    this.#logger = logger;
  }

  /** Answers what ends the listening. A function that is added twice is told twice, and ended one by one. */
  add(call: (event: Event) => void): () => void {
    const entry = { call };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** Those who were there when it happened, and want to be told still. */
  tell(event: Event): void {
    for (const entry of [...this.#listeners]) {
      if (!this.#listeners.has(entry)) continue;
      try {
        entry.call(event);
      } catch (error) {
        this.#logger?.warn({ err: error, event: event.kind }, `A listener of ${this.#whose} failed.`);
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
