import type { Clock, Logger } from '@wicketgate/core';
import type { ServerCatalog } from '../catalog/server-catalog.ts';

const PAUSE_MS = 1_000;

export interface RelistingOptions {
  /** Id of the server, for the log. */
  readonly id: string;
  readonly catalog: Pick<ServerCatalog, 'outdate' | 'ensure'>;
  readonly clock: Clock;
  readonly logger: Logger | undefined;
  /** Ends with the server. */
  readonly ending: AbortSignal;
}

/** Lists a server anew as soon as it says that its tools changed, and no more than once a second, however often it says so. */
export class Relisting {
  readonly #options: RelistingOptions;
  #isWanted = false;
  #isRunning = false;

  constructor(options: RelistingOptions) {
    this.#options = options;
  }

  /** The server says that its tools are no longer those it listed. */
  want(): void {
    this.#options.catalog.outdate();
    this.#isWanted = true;
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#isWanted && !this.#options.ending.aborted) {
      this.#isWanted = false;
      await this.#list();
      await this.#pause();
    }
    this.#isRunning = false;
  }

  async #list(): Promise<void> {
    const { id, catalog, logger } = this.#options;
    try {
      await catalog.ensure('fresh');
    } catch (error) {
      logger?.debug({ err: error, server: id }, 'Changed tools could not be listed.');
    }
  }

  /** Also after a listing that failed: a server that refuses each would be asked without end. Ends early with the server. */
  async #pause(): Promise<void> {
    const { clock, ending } = this.#options;
    await (clock.rest?.(PAUSE_MS, ending) ?? clock.sleep(PAUSE_MS, ending)).catch(() => undefined);
  }
}
