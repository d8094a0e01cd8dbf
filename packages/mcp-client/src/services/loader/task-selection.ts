import { gatherPicks, type KeywordRule, type Ranked } from '../../rules/loader/gather-picks.ts';
import { keywordsIn } from '../../rules/loader/keywords.ts';
import type { Pick as ToolPick } from '../../rules/loader/picks.ts';
import { limitFor } from '../../rules/loader/strategy-limits.ts';
import { savingsOf, toolSets } from '../../rules/loader/tool-sets.ts';
import { defaultFoundTokens, trimPicks } from '../../rules/loader/trim-picks.ts';
import type { SelectOptions } from '../../words/loader-options.ts';
import type { LoadingStrategy, SelectedTool, Selection } from '../../words/selection.ts';
import type { CatalogView, UsableTool } from './catalog-view.ts';
import { checkLimit, checkTokenLimit, type LoaderSettings, profileRules } from './loader-settings.ts';
import { isInScope, type TaskRanking } from './task-ranking.ts';

export interface TaskSelectionOptions {
  readonly view: CatalogView;
  readonly ranking: TaskRanking;
  readonly settings: LoaderSettings;
  readonly keywords: ReadonlyMap<string, readonly KeywordRule[]>;
  readonly metaToolTokens: number;
}

interface Asked extends SelectOptions {
  readonly strategy: LoadingStrategy;
}

const UNRANKED: Ranked = { by: 'none', confidence: 'none', hits: [] };

function usableOf(
  usable: ReadonlyMap<string, UsableTool>,
  scope: Pick<SelectOptions, 'servers' | 'isAllowed'>,
): ReadonlyMap<string, UsableTool> {
  if (scope.servers === undefined && scope.isAllowed === undefined) return usable;
  return new Map([...usable].filter(([, { tool }]) => isInScope(tool, scope)));
}

/** One selection: rank, gather, trim. */
export class TaskSelection {
  readonly #options: TaskSelectionOptions;

  constructor(options: TaskSelectionOptions) {
    this.#options = options;
  }

  async select(task: string, asked: Asked): Promise<Selection> {
    const { view, settings } = this.#options;
    const { strategy, signal } = asked;
    const limit = limitFor(strategy, checkLimit(asked.limit) ?? settings.limit);
    const tokenLimit = checkTokenLimit(asked.tokenLimit) ?? settings.tokenLimit;
    const underWay = await view.refreshInTime({ signal });
    const ranked = await this.#rank(task, { ...asked, limit });
    // The catalog may have changed while the given function thought.
    const byId = usableOf(view.usable, asked);
    const picks = this.#gather(task, { asked, ranked, byId });
    const { kept, dropped } = trimPicks(picks, {
      limit,
      tokenLimit,
      foundTokens: defaultFoundTokens(view.tokens, this.#options.metaToolTokens),
      tokensOf: (id) => byId.get(id)?.tokens ?? 0,
    });
    const trimmed = dropped.map(({ id }) => id);
    return this.#assemble({ task, strategy, ranked, kept, byId, trimmed, underWay });
  }

  async #rank(task: string, asked: Asked & { readonly limit: number }): Promise<Ranked> {
    const { ranking } = this.#options;
    const { strategy, limit, servers, isAllowed, signal } = asked;
    if (strategy === 'full') return UNRANKED;
    const scope = { limit, servers, isAllowed, signal };
    return strategy === 'semantic' ? ranking.byFunction(task, scope) : ranking.byIndex(task, scope);
  }

  #gather(
    task: string,
    { asked, ranked, byId }: { asked: Asked; ranked: Ranked; byId: ReadonlyMap<string, UsableTool> },
  ): readonly ToolPick[] {
    const { settings, keywords } = this.#options;
    return gatherPicks({
      strategy: asked.strategy,
      ids: [...byId.keys()],
      ranked: { ...ranked, hits: ranked.hits.filter(({ id }) => byId.has(id)) },
      profile: asked.profile === undefined ? (settings.profile ?? []) : profileRules(asked.profile),
      always: settings.always,
      fallback: settings.fallback,
      keywords: keywordsIn(task, keywords.keys()).flatMap((keyword) => keywords.get(keyword) ?? []),
    });
  }

  #assemble(made: {
    readonly task: string;
    readonly strategy: LoadingStrategy;
    readonly ranked: Ranked;
    readonly kept: readonly ToolPick[];
    readonly trimmed: readonly string[];
    readonly byId: ReadonlyMap<string, UsableTool>;
    readonly underWay: readonly string[];
  }): Selection {
    const { view, metaToolTokens } = this.#options;
    const entries = made.kept.flatMap(({ id }) => made.byId.get(id) ?? []);
    const tools = made.kept.flatMap(({ id, priority, score, reasons }): readonly SelectedTool[] => {
      const entry = made.byId.get(id);
      return entry === undefined ? [] : [{ tool: entry.tool, priority, score, reasons }];
    });
    const selectionTokens = entries.reduce((sum, { tokens }) => sum + tokens, 0);
    return {
      task: made.task,
      strategy: made.strategy,
      rankedBy: made.ranked.by,
      confidence: made.ranked.confidence,
      tools,
      sets: toolSets(tools),
      exposed: entries.map(({ exposed }) => exposed),
      refused: view.refused,
      trimmed: made.trimmed,
      savings: savingsOf({ allTokens: view.tokens, selectionTokens, metaToolTokens }),
      problems: view.problems,
      underWay: made.underWay,
    };
  }
}
