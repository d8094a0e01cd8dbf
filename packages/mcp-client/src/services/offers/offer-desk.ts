import { serversOfReference } from '../../rules/catalog/tool-reference.ts';
import { readCompletion, readContents, readMessages } from '../../rules/offers/read-answers.ts';
import {
  addressOf,
  KEPT_RESULT,
  type KnownServers,
  listersOf,
  ownedAddress,
  type OwnedUri,
  resourceOf,
  templateAddressOf,
} from '../../rules/offers/resource-address.ts';
import { isPlainObject } from '../../rules/option-checks.ts';
import { isResourceAllowed } from '../../rules/policy/allowed-offer.ts';
import type { KeptResult } from '../../words/client-results.ts';
import { McpError } from '../../words/errors.ts';
import type {
  Completion,
  CompletionRequest,
  ListOffersOptions,
  PromptAnswer,
  PromptsAnswer,
  ReadOptions,
  ResourceContents,
  ResourcesAnswer,
  ResourceTemplatesAnswer,
  ServerPrompt,
} from '../../words/offers.ts';
import type { CallOptions, ClientEvent, ServerProblem } from '../../words/tool-client.ts';
import { OfferCatalog, type OfferServers } from './offer-catalog.ts';

export interface OfferDeskOptions {
  readonly servers: OfferServers;
  readonly kept: (uri: string) => KeptResult | undefined;
  readonly tell: (event: ClientEvent) => void;
}

/** What servers offer besides tools: asked for when somebody wants it, and of those servers alone that have it. */
export class OfferDesk {
  readonly #options: OfferDeskOptions;
  readonly #catalog: OfferCatalog;

  constructor(options: OfferDeskOptions) {
    this.#options = options;
    this.#catalog = new OfferCatalog(options.servers, (kind, server) => options.tell({ kind, server }));
  }

  async listResources(options: ListOffersOptions): Promise<ResourcesAnswer> {
    const { entries, problems } = await this.#catalog.list('resources', options);
    const { uris } = this.#catalog;
    return { resources: entries.map((entry) => ({ ...entry, address: addressOf(uris, entry) })), problems };
  }

  async listTemplates(options: ListOffersOptions): Promise<ResourceTemplatesAnswer> {
    await this.#catalog.learnUris(options.signal);
    const { entries, problems } = await this.#catalog.list('resourceTemplates', options);
    const { uris } = this.#catalog;
    const templates = entries.map((entry) => {
      const { server, uriTemplate: uri } = entry;
      return { ...entry, addressTemplate: templateAddressOf(uris, { server, uri }) };
    });
    return { templates, problems };
  }

  async listPrompts(options: ListOffersOptions): Promise<PromptsAnswer> {
    const { entries, problems } = await this.#catalog.list('prompts', options);
    return { prompts: entries, problems };
  }

  /** By what is known now: nobody is asked. */
  addressOf(resource: OwnedUri): string {
    return addressOf(this.#catalog.uris, resource);
  }

  async read(address: string, options: ReadOptions): Promise<ResourceContents> {
    if (address.startsWith(KEPT_RESULT)) return this.#readKept(address);
    const { server, uri } = await this.#find(address, options);
    const question = { method: 'resources/read', params: { uri } } as const;
    const result = await this.#catalog.server(server).session.ask(question, options);
    if (result === undefined) throw unknownResource(`The server ${server} has no resources.`, server);
    const contents = readContents(result) ?? badAnswer(server, 'what was to be read');
    return { server, contents };
  }

  async prompt(name: string, args: Readonly<Record<string, string>>, options: CallOptions): Promise<PromptAnswer> {
    const { server, name: own, id } = await this.#findPrompt(name, options.signal);
    const question = { method: 'prompts/get', params: { name: own, arguments: args } } as const;
    const result = await this.#catalog.server(server).session.ask(question, options);
    return { prompt: id, ...(readMessages(result ?? {}) ?? badAnswer(server, 'a prompt')) };
  }

  async complete({ of, argument, context }: CompletionRequest, options: CallOptions): Promise<Completion> {
    const { server, ref } = await ('prompt' in of
      ? this.#promptRef(of.prompt, options)
      : this.#templateRef(of.template, options));
    const params = { ref, argument, ...(context && { context: { arguments: context } }) };
    const result = await this.#catalog.server(server).session.ask({ method: 'completion/complete', params }, options);
    if (result === undefined) return { values: [] };
    return readCompletion(result) ?? badAnswer(server, 'a completion');
  }

  async #promptRef(prompt: string, { signal }: CallOptions) {
    const { server, name } = await this.#findPrompt(prompt, signal);
    return { server, ref: { type: 'ref/prompt', name } };
  }

  async #templateRef(template: string, options: CallOptions) {
    const { server, uri } = await this.#find(template, options);
    return { server, ref: { type: 'ref/resource', uri } };
  }

  #readKept(uri: string): ResourceContents {
    const result = this.#options.kept(uri);
    if (result === undefined) throw unknownResource('This result is kept no more: make its call again.', undefined);
    const { content, structuredContent, isError } = result;
    const text = JSON.stringify({ content, structuredContent, isError });
    return { server: undefined, contents: [{ uri, mimeType: 'application/json', text }] };
  }

  async #find(address: string, options: ReadOptions): Promise<OwnedUri> {
    const found = await this.#locate(address, options);
    const { id, judge } = this.#catalog.server(found.server);
    if (isResourceAllowed(judge, id, found.uri)) return found;
    throw new McpError('tool_not_allowed', 'The policy of this client does not allow this resource.', { server: id });
  }

  /** What is known is enough; only for what is not are all servers asked, once. */
  async #locate(address: string, { server, signal }: ReadOptions): Promise<OwnedUri> {
    const catalog = this.#catalog;
    if (server !== undefined) {
      const alone: KnownServers = new Map([[catalog.server(server).id, 'unknown']]);
      return resourceOf(alone, address) ?? { server, uri: address };
    }
    const found = resourceOf(catalog.uris, address);
    if (found !== undefined) return found;
    await catalog.list('resources', { signal });
    return resourceOf(catalog.uris, address) ?? notFound(address, catalog.uris);
  }

  async #findPrompt(name: string, signal: AbortSignal | undefined): Promise<ServerPrompt> {
    const ids = serversOfReference(name, this.#catalog.ids);
    const named = () =>
      this.#catalog.known('prompts', ids).find(({ id, wireName }) => id === name || wireName === name);
    const known = named();
    if (known !== undefined) return known;
    const { problems } = await this.#catalog.list('prompts', { servers: ids, signal });
    const found = named();
    if (found !== undefined) return found;
    const [problem, ...others] = problems;
    // The one server that could have it: why it cannot be asked says more than that nobody knows the prompt.
    if (problem !== undefined && others.length === 0 && ids.length === 1) throw problem.error;
    throw new McpError('unknown_prompt', `No prompt is called ${JSON.stringify(name)}.${unasked(problems)}`);
  }
}

/** Throws a TypeError: MCP has texts alone. */
export function checkPromptArguments(args: Readonly<Record<string, string>>): void {
  if (isPlainObject(args) && Object.values(args).every((value) => typeof value === 'string')) return;
  throw new TypeError('The arguments of a prompt must be an object of texts.');
}

function notFound(address: string, known: KnownServers): never {
  const listers = listersOf(known, address);
  const message =
    listers.length > 1
      ? `Several servers have this resource. Say which: ${listers.map((server) => ownedAddress({ server, uri: address })).join(', ')}.`
      : 'No server is known to have this resource. One of a certain server is wicketgate-resource:SERVER/URI.';
  throw unknownResource(message, undefined);
}

function unknownResource(message: string, server: string | undefined): McpError {
  return new McpError('unknown_resource', message, { server });
}

function badAnswer(server: string, what: string): never {
  throw new McpError('bad_answer', `${server}: The server answered with something else than ${what}.`, { server });
}

function unasked(problems: readonly ServerProblem[]): string {
  const servers = problems.map(({ server }) => server).join(', ');
  return servers === '' ? '' : ` These servers could not be asked: ${servers}.`;
}
