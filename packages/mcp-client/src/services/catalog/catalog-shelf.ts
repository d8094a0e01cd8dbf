import type { Logger } from '@wicketgate/core';
import type { CatalogRecord, CatalogStore } from '../../ports/catalog-store.ts';
import { isFresh } from '../../rules/catalog/freshness.ts';
import { catalogKey } from '../../rules/catalog/server-identity.ts';

export interface CatalogShelfOptions {
  /** Id of the server, for the log. */
  readonly id: string;
  /** Undefined for a server that has none: its listings are never stored. */
  readonly identity: string | undefined;
  readonly store: CatalogStore;
  readonly logger: Logger | undefined;
}

const PUBLIC = 'public';

/**
 * The stored listings of one server. A public one is shared by all who ask this server, a private one belongs to its principal;
 * without knowing the principal none is read or written.
 */
export class CatalogShelf {
  readonly #options: CatalogShelfOptions;

  constructor(options: CatalogShelfOptions) {
    this.#options = options;
  }

  /** The listing for a principal: a fresh one before a stale one, its own before a public one. */
  async load(principal: string | undefined, now: number): Promise<CatalogRecord | undefined> {
    if (principal === undefined) return undefined;
    const own = await this.#try((store, identity) => store.load(catalogKey(identity, principal)));
    if (own !== undefined && isFresh(own, now)) return own;
    const shared = await this.#try((store, identity) => store.load(catalogKey(identity, PUBLIC)));
    return shared !== undefined && isFresh(shared, now) ? shared : (own ?? shared);
  }

  /** What a server now calls private must not stay on the public shelf, nor an older private one before a public one. */
  async save(record: CatalogRecord, scope: 'public' | 'private', principal: string | undefined): Promise<void> {
    if (principal === undefined) return;
    const [place, other] = scope === 'public' ? [PUBLIC, principal] : [principal, PUBLIC];
    await this.#try((store, identity) => store.delete(catalogKey(identity, other)));
    await this.#try((store, identity) => store.save(catalogKey(identity, place), record));
  }

  async clear(principal: string | undefined): Promise<void> {
    if (principal !== undefined) await this.#try((store, identity) => store.delete(catalogKey(identity, principal)));
    await this.#try((store, identity) => store.delete(catalogKey(identity, PUBLIC)));
  }

  async #try<Value>(work: (store: CatalogStore, identity: string) => Promise<Value>): Promise<Value | undefined> {
    const { id, identity, store, logger } = this.#options;
    if (identity === undefined) return undefined;
    try {
      return await work(store, identity);
    } catch (error) {
      logger?.warn({ err: error, server: id }, 'The stored listing of a server could not be used.');
      return undefined;
    }
  }
}
