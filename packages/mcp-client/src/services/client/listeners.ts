import type { Logger } from '@wicketgate/core';
import type { ClientEvent } from '../../words/tool-client.ts';

type Listener = (event: ClientEvent) => void;

/** Whoever wants to be told. A listener that throws is logged and disturbs nobody. */
export class Listeners {
  readonly #logger: Logger | undefined;
  readonly #listeners = new Set<{ readonly call: Listener }>();

  constructor(logger: Logger | undefined) {
    this.#logger = logger;
  }

  get isEmpty(): boolean {
    return this.#listeners.size === 0;
  }

  /** Answers what ends the listening. */
  add(call: Listener): () => void {
    const entry = { call };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  tell(event: ClientEvent): void {
    for (const { call } of this.#listeners) {
      try {
        call(event);
      } catch (error) {
        this.#logger?.warn({ err: error, event: event.kind }, 'A listener of the MCP client failed.');
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
