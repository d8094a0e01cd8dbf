import type { Logger } from '@wicketgate/core';

/** Those who want to know. One that throws harms neither the others nor the work that it is told of. */
export class EventListeners<Event> {
  readonly #listeners = new Set<(event: Event) => void>();
  readonly #logger: Logger | undefined;

  constructor(logger: Logger | undefined) {
    this.#logger = logger;
  }

  /** Answers what ends the listening. */
  add(listener: (event: Event) => void): () => void {
    // A function of its own, so that one listener added twice is told twice and ended one by one.
    const tell = (event: Event) => {
      listener(event);
    };
    this.#listeners.add(tell);
    return () => {
      this.#listeners.delete(tell);
    };
  }

  emit(event: Event): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.#logger?.warn({ err: error }, 'A listener of the tool loader threw.');
      }
    }
  }
}
