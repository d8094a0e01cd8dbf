import type { Clock } from '@wicketgate/core';

/** A server that ends its stream and asks for no pause at all would keep both sides busy with nothing else. */
export const SHORTEST_PAUSE_MS = 200;
export const LONGEST_PAUSE_MS = 60_000;

/**
 * The pauses before streams are opened anew, as the SDK's transport plans them or as the server asks for (`retry`), within
 * bounds. The SDK itself can call off only the one that it planned last.
 */
export class Reconnections {
  readonly #clock: Clock;
  readonly #planned = new Set<AbortController>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Answers what calls it off. */
  plan(reconnect: () => void, ms: number): () => void {
    const ending = new AbortController();
    this.#planned.add(ending);
    const pauseMs = Math.min(Math.max(ms, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
    this.#clock.sleep(pauseMs, ending.signal).then(
      () => {
        this.#planned.delete(ending);
        reconnect();
      },
      () => undefined,
    );
    return () => {
      this.#planned.delete(ending);
      ending.abort();
    };
  }

  /** Calls all of them off. */
  end(): void {
    for (const ending of this.#planned) ending.abort();
    this.#planned.clear();
  }
}
