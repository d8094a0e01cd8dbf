import {
  type ReadResource,
  readPrompts,
  readResources,
  type ReadTemplate,
  readTemplates,
} from '../../rules/offers/read-offers.ts';
import type { KnownUris } from '../../rules/offers/resource-address.ts';
import { isPromptAllowed, isResourceAllowed } from '../../rules/policy/allowed-offer.ts';
import type { ToolJudge } from '../../rules/policy/compile-policy.ts';
import type { OfferKind, ServerPrompt } from '../../words/offers.ts';
import type { ServerSession } from '../session/server-session.ts';

/** A server, as far as its resources and prompts go. */
export interface OfferServer {
  readonly id: string;
  readonly session: Pick<ServerSession, 'listOffers' | 'ask' | 'onChange'>;
  readonly judge: ToolJudge;
}

export interface OfferLists {
  readonly resources: readonly ReadResource[];
  readonly resourceTemplates: readonly ReadTemplate[];
  readonly prompts: readonly ServerPrompt[];
}

type Read<Kind extends OfferKind> = (server: OfferServer, entries: readonly unknown[]) => OfferLists[Kind];

/** What a server listed, as far as the policy allows it. */
const READ: { readonly [Kind in OfferKind]: Read<Kind> } = {
  resources: ({ id, judge }, entries) =>
    readResources(id, entries).filter(({ uri }) => isResourceAllowed(judge, id, uri)),
  resourceTemplates: ({ id, judge }, entries) =>
    readTemplates(id, entries).filter(({ uriTemplate }) => isResourceAllowed(judge, id, uriTemplate)),
  prompts: ({ id, judge }, entries) => readPrompts(id, entries).filter(({ name }) => isPromptAllowed(judge, id, name)),
};

export type OfferChange = 'resources_changed' | 'prompts_changed';

type Lists = { [Kind in OfferKind]?: OfferLists[Kind] };

/** What one server listed last, as far as the policy allows it, until it says that it has changed. */
export class RememberedOffers {
  readonly #server: OfferServer;
  #lists: Lists = {};
  #uris: KnownUris = 'unknown';

  constructor(server: OfferServer, onChange: (change: OfferChange) => void) {
    this.#server = server;
    server.session.onChange((change) => {
      if (change !== 'resources_changed' && change !== 'prompts_changed') return;
      this.#forget(change);
      onChange(change);
    });
  }

  /** Undefined while it was not listed. */
  get<Kind extends OfferKind>(kind: Kind): Lists[Kind] {
    return this.#lists[kind];
  }

  get uris(): KnownUris {
    return this.#uris;
  }

  /** Asks the server. What changes meanwhile is not remembered as it was before. */
  async list<Kind extends OfferKind>(kind: Kind, signal: AbortSignal | undefined): Promise<OfferLists[Kind]> {
    const lists = this.#lists;
    const entries = await this.#server.session.listOffers(kind, { signal });
    const list = READ[kind](this.#server, entries ?? []);
    if (lists !== this.#lists) return list;
    Object.assign(lists, { [kind]: list });
    if (kind === 'resources') {
      const uris = (list as OfferLists['resources']).map(({ uri }) => uri);
      this.#uris = entries === undefined ? 'none' : new Set(uris);
    }
    return list;
  }

  #forget(change: OfferChange): void {
    const { prompts, ...resources } = this.#lists;
    this.#lists = change === 'prompts_changed' ? resources : { ...(prompts && { prompts }) };
    // What it listed stays its own until it lists anew: another server could take it over meanwhile.
    if (change === 'resources_changed' && this.#uris === 'none') this.#uris = 'unknown';
  }
}
