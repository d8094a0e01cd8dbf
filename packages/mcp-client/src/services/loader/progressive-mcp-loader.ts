import { definitionText } from '../../rules/exposure/expose-tool.ts';
import { LIST_SERVERS, META_TOOLS } from '../../rules/exposure/meta-tools.ts';
import { checkOneOf } from '../../rules/option-checks.ts';
import { keywordKey } from '../../rules/loader/keywords.ts';
import { fitsDirectly } from '../../rules/loader/strategy-limits.ts';
import { recommend } from '../../rules/loader/recommendation.ts';
import type { ExposedTool, ModelCallOptions, ModelToolCaller, ModelToolResult } from '../../words/exposed-tool.ts';
import type { LoaderEvent, LoaderStats } from '../../words/loader-events.ts';
import type { LoaderOptions, SelectOptions } from '../../words/loader-options.ts';
import { LOADING_STRATEGIES, type LoadingStrategy, type Selection } from '../../words/selection.ts';
import type { ToolSource } from '../../words/tool-client.ts';
import type { JsonObject } from '../../words/tool.ts';
import { CatalogView } from './catalog-view.ts';
import { EventListeners } from '../event-listeners.ts';
import { keywordRules, type LoaderSettings, loaderSettings } from './loader-settings.ts';
import { LoaderTally } from './loader-tally.ts';
import { MetaToolCalls, problemOf } from './meta-tool-calls.ts';
import { RankingCache } from './ranking-cache.ts';
import { TaskRanking } from './task-ranking.ts';
import { TaskSelection } from './task-selection.ts';

/** How the tools of a catalog should be given to a model. */
export interface ToolExposure {
  /** `direct`: every tool. `meta`: the meta-tools, which find and call every other. */
  readonly mode: 'direct' | 'meta';
  readonly tools: readonly ExposedTool[];
  /** Of every tool's definition. */
  readonly catalogTokens: number;
  /** `meta` is for more than these, or for more than 128 tools. */
  readonly directTokens: number;
}

/** A tool that can be given to a model, or why it cannot. */
export type LookedUpTool =
  | { readonly name: string; readonly tool: ExposedTool; readonly problem: undefined }
  | { readonly name: string; readonly tool: undefined; readonly problem: string };

/**
 * Gives a model the few tools that its task needs, and the meta-tools for the rest. Options that cannot be taken throw a TypeError.
 * The catalog is asked of the source at each use, which answers from its cache; nothing runs in between.
 */
export class ProgressiveMCPLoader implements ModelToolCaller {
  /** `search_tools`, `describe_tools`, `call_tool`, and `list_mcp_servers` where the options say so: always the same bytes. */
  readonly metaTools: readonly ExposedTool[];
  readonly #settings: LoaderSettings;
  readonly #keywords: Map<string, ReturnType<typeof keywordRules>>;
  readonly #listeners: EventListeners<LoaderEvent>;
  readonly #tally = new LoaderTally();
  readonly #cache: RankingCache;
  readonly #view: CatalogView;
  readonly #calls: MetaToolCalls;
  readonly #selection: TaskSelection;
  readonly #canRank: boolean;
  #strategy: LoadingStrategy;
  #switched: LoaderStats['switched'];

  constructor(source: ToolSource, options: LoaderOptions = {}) {
    const settings = loaderSettings(options);
    const { index, countTokens } = settings;
    this.#settings = settings;
    this.#canRank = options.rank !== undefined;
    this.#keywords = new Map(settings.keywords);
    this.#listeners = new EventListeners('the tool loader', options.logger);
    this.#strategy = this.#checkStrategy(settings.strategy);
    this.metaTools = options.listServers === true ? Object.freeze([...META_TOOLS, LIST_SERVERS]) : META_TOOLS;
    this.#view = new CatalogView({
      ...settings,
      source,
      onChange: (change) => this.#emit({ kind: 'catalog', ...change }),
    });
    this.#cache = new RankingCache({ lifeMs: settings.rankCacheMs, size: settings.rankCacheSize });
    const ranking = this.#createRanking(settings, options.rank);
    const metaToolTokens = sumTokens(this.metaTools, countTokens);
    this.#selection = new TaskSelection({
      view: this.#view,
      ranking,
      settings,
      keywords: this.#keywords,
      metaToolTokens,
    });
    this.#calls = new MetaToolCalls({ source, view: this.#view, index, tally: this.#tally });
  }

  #createRanking({ index, clock, rankTimeoutMs }: LoaderSettings, rank: LoaderOptions['rank']): TaskRanking {
    return new TaskRanking({
      view: this.#view,
      index,
      cache: this.#cache,
      clock,
      rank,
      timeoutMs: rankTimeoutMs,
      onAsked: (outcome) => {
        this.#tally.rank(outcome);
        if (outcome !== 'answered' && outcome !== 'cached') this.#emit({ kind: 'ranking_failed', why: outcome });
      },
    });
  }

  get strategy(): LoadingStrategy {
    return this.#strategy;
  }

  /** Switches the strategy from the next selection on. The reason is for people, and stands in the event and the statistics. */
  setStrategy(strategy: LoadingStrategy, reason: string): void {
    const from = this.#strategy;
    this.#strategy = this.#checkStrategy(strategy);
    this.#switched = { from, reason, at: this.#settings.clock.now() };
    this.#emit({ kind: 'strategy', from, to: strategy, reason, at: this.#switched.at });
  }

  /** Lets a word of a task mean tools, by pattern. It takes the place of what the word meant before, in whatever case that was written. */
  addKeyword(keyword: string, patterns: readonly string[]): void {
    this.#keywords.set(keywordKey(keyword), keywordRules(keyword, patterns));
  }

  /**
   * The tools for a task. What cannot be asked costs its own tools, and is in `problems`; what takes longer than `listWithinMs` is in
   * `underWay`. Throws what the source throws for all of them: an `McpError`, or the signal's reason.
   */
  async select(task: string, options: SelectOptions = {}): Promise<Selection> {
    const strategy = this.#checkStrategy(options.strategy ?? this.#strategy, options);
    const selection = await this.#selection.select(task, { ...options, strategy });
    const { confidence, savings, tools } = selection;
    this.#tally.select(selection);
    this.#emit({ kind: 'selected', strategy, tools: tools.length, tokens: savings.selectionTokens, confidence });
    return selection;
  }

  /**
   * Every tool while they are few enough for the context window, and 128 at most; the meta-tools above that. Waits for every server to
   * its deadline: an answer that flips costs a model the cache of its prompt.
   */
  async expose(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<ToolExposure> {
    await this.#view.refresh({ signal: options.signal });
    const { directTokens } = this.#settings;
    const catalogTokens = this.#view.tokens;
    const { usable } = this.#view;
    const isDirect = fitsDirectly({ tools: usable.size, tokens: catalogTokens }, directTokens);
    const tools = isDirect ? [...usable.values()].map(({ exposed }) => exposed) : this.metaTools;
    return { mode: isDirect ? 'direct' : 'meta', tools, catalogTokens, directTokens };
  }

  /** Takes a call of a model: of a meta-tool, or of a tool by wire name, `server/tool`, or its own name where only one has it. */
  async call(name: string, args: JsonObject, options: ModelCallOptions = {}): Promise<ModelToolResult> {
    return this.#calls.call(name, args, options);
  }

  /** As `call`, for a tool that stands in a model's list of tools: it is not called when it is no longer what the model was shown. */
  async callShown(shown: ExposedTool, args: JsonObject, options: ModelCallOptions = {}): Promise<ModelToolResult> {
    return this.#calls.callShown(shown, args, options);
  }

  /** What models may see of tools now. Asks nobody with `from: 'cached'`, and otherwise waits no longer than a selection does. */
  async lookUp(
    names: readonly string[],
    options: { readonly from?: 'cached' | 'fresh' | undefined; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<readonly LookedUpTool[]> {
    const underWay = await (options.from === 'cached'
      ? this.#view.refresh(options)
      : this.#view.refreshInTime(options));
    return names.map((name) => {
      const found = this.#view.find(name);
      if (found.kind === 'usable') return { name, tool: found.entry.exposed, problem: undefined };
      return { name, tool: undefined, problem: problemOf(name, found, underWay) };
    });
  }

  /** What was done so far, and which strategy that speaks for. Of the catalog as it was at the last use. */
  stats(): LoaderStats {
    const { tokens, usable } = this.#view;
    const servers = new Set([...usable.values()].map(({ tool }) => tool.server)).size;
    const { byStrategy, ranking, calls } = this.#tally;
    const catalog = { servers, tools: usable.size, tokens };
    const figures = { strategy: this.#strategy, switched: this.#switched, catalog, byStrategy, ranking, calls };
    return { ...figures, recommendation: recommend({ ...figures, directTokens: this.#settings.directTokens }) };
  }

  /** Forgets what the given function answered. */
  clearCache(): void {
    this.#cache.clear();
  }

  /** Answers what ends the listening. */
  on(listener: (event: LoaderEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  #emit(event: LoaderEvent): void {
    this.#listeners.tell(event);
  }

  #checkStrategy(strategy: LoadingStrategy, { profile }: Pick<SelectOptions, 'profile'> = {}): LoadingStrategy {
    checkOneOf('strategy', strategy, LOADING_STRATEGIES);
    if (strategy === 'semantic' && !this.#canRank) throw new TypeError('The strategy semantic needs the option rank.');
    if (strategy === 'profile' && this.#settings.profile === undefined && profile === undefined) {
      throw new TypeError('The strategy profile needs the option profile.');
    }
    return strategy;
  }
}

function sumTokens(tools: readonly ExposedTool[], countTokens: (text: string) => number): number {
  return tools.reduce((sum, tool) => sum + countTokens(definitionText(tool)), 0);
}
