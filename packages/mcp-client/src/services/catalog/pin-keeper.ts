import type { Logger } from '@wicketgate/core';
import type { PinStore } from '../../ports/pin-store.ts';
import { type HashedTool, parseToolEntries } from '../../rules/catalog/tool-entries.ts';
import { byName, MAX_PINS, type Pins } from '../../rules/pins/pins.ts';

export interface PinKeeperOptions {
  /** Id of the server, for the log. */
  readonly id: string;
  /** Identity of the server: the key of its record. */
  readonly identity: string;
  readonly store: PinStore;
  readonly logger: Logger | undefined;
}

/** The pins of one server, in the store and, where that fails, in memory. */
export class PinKeeper {
  readonly #options: PinKeeperOptions;
  #last: Pins | undefined;

  constructor(options: PinKeeperOptions) {
    this.#options = options;
  }

  /**
   * Read anew each time, so that what another process approved counts. A record that is gone while this runs counts as it was last,
   * and is written again: without it everything would be trusted as at the first meeting. Throws what the store throws.
   */
  async load(): Promise<Pins | undefined> {
    const { identity, store } = this.#options;
    const record = await store.load(identity);
    if (record === undefined) {
      const known = this.#last;
      this.#last = undefined;
      return known;
    }
    this.#last = { approved: readTools(record.approved), waiting: readTools(record.waiting) };
    return this.#last;
  }

  /** `unreadable` when nobody knows what was approved: taking that for a first meeting would trust everything. */
  async tryLoad(): Promise<Pins | 'unreadable' | undefined> {
    try {
      return await this.load();
    } catch (error) {
      const { id, logger } = this.#options;
      logger?.warn({ err: error, server: id }, 'The approved tools of a server could not be read.');
      return this.#last ?? 'unreadable';
    }
  }

  /** Saves what differs from what was loaded or saved last. Throws what the store throws. */
  async save(pins: Pins): Promise<void> {
    if (this.#last !== undefined && isSame(pins, this.#last)) return;
    const { identity, store } = this.#options;
    await store.save(identity, { approved: definitions(pins.approved), waiting: definitions(pins.waiting) });
    this.#last = pins;
  }

  /** The same for who cannot do anything about a store that fails: it is logged, held in memory, and tried again the next time. */
  async trySave(pins: Pins): Promise<void> {
    try {
      await this.save(pins);
    } catch (error) {
      this.#last = pins;
      this.#options.logger?.warn(
        { err: error, server: this.#options.id },
        'The approved tools of a server could not be saved.',
      );
    }
  }
}

/** Hashes are made anew: a record says what was approved, not what its hash is. */
function readTools(tools: readonly unknown[]): ReadonlyMap<string, HashedTool> {
  return byName(parseToolEntries(tools, 2 * MAX_PINS).tools);
}

function definitions(tools: ReadonlyMap<string, HashedTool>) {
  return [...tools.values()].map(({ definition }) => definition);
}

function isSame(one: Pins, other: Pins): boolean {
  return haveSameHashes(one.approved, other.approved) && haveSameHashes(one.waiting, other.waiting);
}

function haveSameHashes(one: ReadonlyMap<string, HashedTool>, other: ReadonlyMap<string, HashedTool>): boolean {
  return one.size === other.size && [...one].every(([name, { hash }]) => other.get(name)?.hash === hash);
}
