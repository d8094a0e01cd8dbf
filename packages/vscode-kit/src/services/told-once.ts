import type { Logger } from '@wicketgate/core';
import type { Memento } from '../ports/memento.ts';

/** What is worth one message, however often it is found: at each start of each window it would be noise. */
export type Tidings = 'lost' | 'unkept';

export interface ToldOnceOptions {
  readonly memento: Memento;
  readonly logger: Logger;
  /** Of the gate. */
  readonly id: string;
}

/** Remembers what the person was told already. */
export class ToldOnce {
  readonly #options: ToldOnceOptions;
  readonly #told = new Set<Tidings>();

  constructor(options: ToldOnceOptions) {
    this.#options = options;
  }

  /** Whether these tidings are new. From now on they are not. */
  isNew(tidings: Tidings): boolean {
    if (this.#told.has(tidings) || this.#recall(tidings) === true) return false;
    this.#told.add(tidings);
    this.#keep(tidings, true);
    return true;
  }

  /** Things have changed: the same tidings would be new ones. */
  reset(): void {
    for (const tidings of ['lost', 'unkept'] as const) {
      this.#told.delete(tidings);
      if (this.#recall(tidings) === true) this.#keep(tidings, undefined);
    }
  }

  #recall(tidings: Tidings): unknown {
    const { memento, id, logger } = this.#options;
    try {
      return memento.get(`${id}.told.${tidings}`);
    } catch (error) {
      logger.warn({ error }, 'what was told before could not be read');
      return undefined;
    }
  }

  #keep(tidings: Tidings, value: true | undefined): void {
    const { memento, id, logger } = this.#options;
    void (async () => memento.update(`${id}.told.${tidings}`, value))().catch((error: unknown) => {
      logger.warn({ error }, 'what was told could not be kept');
    });
  }
}
