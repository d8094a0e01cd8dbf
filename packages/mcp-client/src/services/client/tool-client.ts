import { removals } from '../../rules/catalog/catalog-changes.ts';
import { isPlainObject } from '../../rules/option-checks.ts';
import type { CatalogFigures, FoundTools, KeptResult, ServerHealth, ShownTool } from '../../words/client-results.ts';
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
} from '../../words/offers.ts';
import type { SearchOptions } from '../../words/search.ts';
import type {
  CallOptions,
  ClientEvent,
  ListToolsOptions,
  ServerReport,
  ToolChange,
  ToolResult,
  ToolsAnswer,
  ToolSource,
} from '../../words/tool-client.ts';
import type { CatalogTool, JsonObject } from '../../words/tool.ts';
import { EventListeners } from '../event-listeners.ts';
import { checkPromptArguments, OfferDesk } from '../offers/offer-desk.ts';
import { approveTools } from './approve-tools.ts';
import { ToolCaller } from './call-tool.ts';
import { catalogFigures } from './catalog-figures.ts';
import type { MCPToolClientOptions, ServerSpec } from './client-options.ts';
import { type ClientSettings, clientSettings } from './client-settings.ts';
import { type ConfigReport, describeConfig } from './config-report.ts';
import { connectServers } from './connect-servers.ts';
import { listOneServer, listServerTools } from './list-tools.ts';
import { OpenUntilClosed } from './open-until-closed.ts';
import { ResultChecks } from './result-checks.ts';
import { ResultShelf } from './result-shelf.ts';
import { askHealth } from './server-health.ts';
import { ServerEntry } from './server-entry.ts';
import { ServerList } from './server-list.ts';
import { ToolFinder } from './tool-finder.ts';
import { ToolSearch } from './tool-search.ts';

type Waiting = Pick<ListToolsOptions, 'signal'>;

/**
 * The tools of any number of MCP servers, under one roof. Servers are connected when something of theirs is first needed, side by
 * side and each with its own deadline: one that is dead, slow or malformed costs its own tools and nothing else.
 *
 * Throws a TypeError at construction for options that it cannot take. Everything else that fails is an `McpError`.
 */
export class MCPToolClient implements ToolSource {
  readonly #settings: ClientSettings;
  readonly #servers: ServerList;
  readonly #listeners: EventListeners<ClientEvent>;
  readonly #shelf: ResultShelf;
  readonly #caller: ToolCaller;
  readonly #finder: ToolFinder;
  readonly #search: ToolSearch;
  readonly #offers: OfferDesk;
  readonly #open = new OpenUntilClosed();

  constructor(options: MCPToolClientOptions) {
    const settings = clientSettings(options);
    const { logger, results, random, validateResults, pinning, wordTable } = settings;
    this.#settings = settings;
    this.#listeners = new EventListeners('the MCP client', logger);
    this.#shelf = new ResultShelf(results, random);
    const tell = (event: ClientEvent) => this.#listeners.tell(event);
    const onTools = () => this.#onTools();
    const checks = new ResultChecks({ mode: validateResults, logger });
    this.#caller = new ToolCaller({ settings, shelf: this.#shelf, checks, tell });
    this.#servers = new ServerList(
      (id, spec) => new ServerEntry({ id, spec, settings, tell, onTools }),
      (entry) => this.#onRemoved(entry),
    );
    const isHolding = pinning === 'hold-changed' || pinning === 'hold-new-and-changed';
    this.#finder = new ToolFinder(this.#servers, ({ catalog }) => isHolding && catalog.isOutdated);
    this.#search = new ToolSearch(wordTable, () => this.#knownTools());
    this.#offers = new OfferDesk({ servers: this.#servers, kept: (uri) => this.readResult(uri), tell });
    void this.#servers.set(options.servers);
  }

  /** How it stands with each server, without asking any. */
  listServers(): readonly ServerReport[] {
    return this.#servers.select(undefined).map((entry) => entry.report());
  }

  /** Connects to all servers side by side. Answers how it stands with each; one that fails says so there. */
  async connect({ signal }: Waiting = {}): Promise<readonly ServerReport[]> {
    return this.#open.do(signal, () => connectServers(this.#servers.select(undefined), signal));
  }

  /** The tools that are allowed, held ones among them, and what is wrong with servers whose tools are missing or old. */
  async listTools(options: ListToolsOptions = {}): Promise<ToolsAnswer> {
    const { clock } = this.#settings;
    const { servers, signal } = options;
    return this.#open.do(signal, () => listServerTools(this.#servers.select(servers), { ...options, clock }));
  }

  /** The tools of one server. Throws `unknown_server`, and what is wrong with it where nothing is known of its tools. */
  async getToolsByServer(
    id: string,
    { from, signal }: Pick<ListToolsOptions, 'from' | 'signal'> = {},
  ): Promise<readonly CatalogTool[]> {
    const { clock } = this.#settings;
    return this.#open.do(signal, async () => listOneServer(this.#servers.get(id), { from, signal, clock }));
  }

  /** The tools that answer a request in words, best first. Held ones are not found. Throws a TypeError for a wrong `limit`. */
  async searchTools(request: string, options: SearchOptions & ListToolsOptions = {}): Promise<FoundTools> {
    const { servers, limit, ...wait } = options;
    return this.#open.do(wait.signal, async () => {
      const { clock } = this.#settings;
      const { tools, ...report } = await listServerTools(this.#servers.select(servers), { ...wait, clock });
      // What is known of other servers may be for somebody else.
      const listed = [...new Set(tools.map(({ server }) => server))];
      return { ...this.#search.search(request, { limit, servers: listed }), ...report };
    });
  }

  /**
   * Calls a tool by `server/tool`, by its wire name, or by its own name where only one server has it. A tool that says that it
   * failed is a result with `isError`; whatever else goes wrong throws. Throws a TypeError for arguments that are no object.
   */
  async callTool(tool: string, args: JsonObject = {}, options: CallOptions = {}): Promise<ToolResult> {
    if (!isPlainObject(args)) throw new TypeError('The arguments of a call must be a JSON object.');
    return this.#open.do(options.signal, async () => {
      return this.#caller.call(await this.#finder.find(tool, options.signal), args, options);
    });
  }

  /** The whole of a result that was cut, by the address in `truncated`; undefined when it is kept no more. */
  readResult(uri: string): KeptResult | undefined {
    return this.#shelf.get(uri);
  }

  /** The resources of the servers that have any: each server is asked, and nothing of it is kept beyond the client. */
  async listResources(options: ListOffersOptions = {}): Promise<ResourcesAnswer> {
    return this.#open.do(options.signal, () => this.#offers.listResources(options));
  }

  /** The same of the templates by which resources are named. */
  async listResourceTemplates(options: ListOffersOptions = {}): Promise<ResourceTemplatesAnswer> {
    return this.#open.do(options.signal, () => this.#offers.listTemplates(options));
  }

  /**
   * Reads a resource by its address: as it was listed, a template filled in, `wicketgate-resource:SERVER/URI`, or the whole of a
   * result that was cut. Throws `unknown_resource` where it cannot be said whose it is: a URI goes to no server that it may not be of.
   */
  async readResource(address: string, options: ReadOptions = {}): Promise<ResourceContents> {
    return this.#open.do(options.signal, () => this.#offers.read(address, options));
  }

  /** What `readResource` takes for a URI that a result of a server links to. */
  resourceAddress(server: string, uri: string): string {
    return this.#offers.addressOf({ server, uri });
  }

  /** The prompts of the servers that have any. */
  async listPrompts(options: ListOffersOptions = {}): Promise<PromptsAnswer> {
    return this.#open.do(options.signal, () => this.#offers.listPrompts(options));
  }

  /** Fills in a prompt, by `server/prompt` or its wire name. Throws `unknown_prompt`, and a TypeError for arguments that are no texts. */
  async getPrompt(
    prompt: string,
    args: Readonly<Record<string, string>> = {},
    options: CallOptions = {},
  ): Promise<PromptAnswer> {
    checkPromptArguments(args);
    return this.#open.do(options.signal, () => this.#offers.prompt(prompt, args, options));
  }

  /** What an argument of a prompt, or a variable of a template, may become. */
  async complete(request: CompletionRequest, options: CallOptions = {}): Promise<Completion> {
    return this.#open.do(options.signal, () => this.#offers.complete(request, options));
  }

  /** Asks each server for a sign of life, side by side, each with its own deadline. */
  async health({ signal }: Waiting = {}): Promise<readonly ServerHealth[]> {
    return this.#open.do(signal, () => askHealth(this.#servers.select(undefined), this.#settings.clock, signal));
  }

  /** How the tools that are known differ from what was approved. */
  pendingChanges(): readonly ToolChange[] {
    return this.#servers.select(undefined).flatMap(({ catalog }) => catalog.pending());
  }

  /**
   * Approves tools: ids `server/tool` as they are known now, members of `pendingChanges()` as they were when a person was shown them,
   * or everything that is pending. Throws `unknown_server` and `unknown_tool`, `tool_held` for a tool that is no longer as it was
   * shown, and what the store of approvals throws.
   */
  async approve(tools: readonly (string | ShownTool)[] | 'all'): Promise<void> {
    this.#open.assertOpen();
    await approveTools(this.#servers, tools);
  }

  /** Takes other servers. Those whose options say the same stay connected. Throws a TypeError before anything is changed. */
  async setServers(servers: Readonly<Record<string, ServerSpec>>): Promise<void> {
    this.#open.assertOpen();
    const closed = this.#servers.set(servers);
    this.#finder.forget();
    await closed;
  }

  /** Adds a server at the end, or puts it in the place of the one with its id. */
  async addServer(id: string, server: ServerSpec): Promise<void> {
    await this.setServers({ ...this.#servers.specs, [id]: server });
  }

  /** Throws `unknown_server`. */
  async removeServer(id: string): Promise<void> {
    this.#servers.get(id);
    const { [id]: _, ...others } = this.#servers.specs;
    await this.setServers(others);
  }

  /** Tells of servers, tools, retries and calls as they happen. Answers what ends the listening. */
  on(listener: (event: ClientEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  catalogStats(): CatalogFigures {
    return catalogFigures(this.#servers.select(undefined));
  }

  /** Forgets what servers listed, in memory and in the store. What was approved stays. */
  async clearCache(): Promise<void> {
    this.#open.assertOpen();
    await Promise.all(this.#servers.select(undefined).map(({ catalog }) => catalog.clear()));
  }

  /** The options as they may be shown: without a secret, and with every default filled in. */
  getConfig(): ConfigReport {
    return describeConfig(this.#servers.select(undefined), this.#settings);
  }

  /** Ends calls with `closed`, then connections and processes. A second time does nothing. */
  async close(): Promise<void> {
    this.#open.close();
    this.#caller.close();
    await this.#servers.close();
    this.#listeners.clear();
    this.#shelf.clear();
  }

  #knownTools(): readonly CatalogTool[] {
    return this.#servers.select(undefined).flatMap(({ catalog }) => catalog.snapshot?.tools ?? []);
  }

  #onTools(): void {
    this.#finder.forget();
    this.#search.outdate();
  }

  #onRemoved({ id, catalog }: ServerEntry): void {
    this.#onTools();
    const changes = removals(catalog.snapshot?.tools ?? []);
    if (changes.length > 0) this.#listeners.tell({ kind: 'tools_changed', server: id, changes });
  }
}
