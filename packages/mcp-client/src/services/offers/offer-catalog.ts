import type { KnownServers } from '../../rules/offers/resource-address.ts';
import { McpError } from '../../words/errors.ts';
import type { ListOffersOptions, OfferKind } from '../../words/offers.ts';
import type { ServerProblem } from '../../words/tool-client.ts';
import { asMcpError } from '../client/error-of-tool.ts';
import { type OfferChange, type OfferLists, type OfferServer, RememberedOffers } from './remembered-offers.ts';

/** The servers of a client as they are now. */
export interface OfferServers {
  readonly entries: ReadonlyMap<string, OfferServer>;
  /** Throws `unknown_server`. */
  select(ids: readonly string[] | undefined): readonly OfferServer[];
}

export interface Listed<Kind extends OfferKind> {
  readonly entries: OfferLists[Kind];
  readonly problems: readonly ServerProblem[];
}

/** What all servers offer, as it was listed last. */
export class OfferCatalog {
  readonly #servers: OfferServers;
  readonly #onChange: (change: OfferChange, server: string) => void;
  readonly #remembered = new WeakMap<OfferServer, RememberedOffers>();

  constructor(servers: OfferServers, onChange: (change: OfferChange, server: string) => void) {
    this.#servers = servers;
    this.#onChange = onChange;
  }

  get ids(): readonly string[] {
    return [...this.#servers.entries.keys()];
  }

  /** Throws `unknown_server`. */
  server(id: string): OfferServer {
    const [server] = this.#servers.select([id]);
    if (server !== undefined) return server;
    throw new McpError('unknown_server', `No server is called ${JSON.stringify(id)}.`, { server: id });
  }

  /** Where resources are, as far as that is known without asking. */
  get uris(): KnownServers {
    return new Map(this.#servers.select(undefined).map((server) => [server.id, this.#of(server).uris]));
  }

  /** What these servers listed last. */
  known<Kind extends OfferKind>(kind: Kind, ids: readonly string[]): OfferLists[Kind][number][] {
    return this.#servers.select(ids).flatMap((server) => this.#entriesOf(server, kind));
  }

  /** Asks the servers, side by side. Of one that does not answer it has what was listed before, and the reason. */
  async list<Kind extends OfferKind>(kind: Kind, { servers: ids, signal }: ListOffersOptions): Promise<Listed<Kind>> {
    const servers = this.#servers.select(ids);
    const answers = await Promise.all(servers.map((server) => this.#ask(server, kind, signal)));
    signal?.throwIfAborted();
    return {
      entries: answers.flatMap(({ entries }) => entries) as unknown as OfferLists[Kind],
      problems: answers.flatMap(({ problem }) => problem ?? []),
    };
  }

  /** Asks servers of whose resources nothing is known. One alone has its own addresses, whatever it lists. */
  async learnUris(signal: AbortSignal | undefined): Promise<void> {
    const unknown = [...this.uris].flatMap(([id, uris]) => (uris === 'unknown' ? [id] : []));
    if (this.ids.length > 1 && unknown.length > 0) await this.list('resources', { servers: unknown, signal });
  }

  async #ask<Kind extends OfferKind>(
    server: OfferServer,
    kind: Kind,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly entries: readonly OfferLists[Kind][number][]; readonly problem?: ServerProblem }> {
    try {
      return { entries: await this.#of(server).list(kind, signal) };
    } catch (error) {
      const problem = { server: server.id, error: asMcpError(error, undefined) };
      return { entries: this.#entriesOf(server, kind), problem };
    }
  }

  #entriesOf<Kind extends OfferKind>(server: OfferServer, kind: Kind): readonly OfferLists[Kind][number][] {
    return this.#of(server).get(kind) ?? [];
  }

  #of(server: OfferServer): RememberedOffers {
    const known = this.#remembered.get(server);
    if (known !== undefined) return known;
    const remembered = new RememberedOffers(server, (change) => this.#onChange(change, server.id));
    this.#remembered.set(server, remembered);
    return remembered;
  }
}
