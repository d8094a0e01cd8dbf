import type { Clock } from '@wicketgate/core';
import type { Ranked } from '../../rules/loader/gather-picks.ts';
import type { RankingFailure } from '../../words/loader-events.ts';
import { narrowAnswer } from '../../rules/policy/narrow-answer.ts';
import type { RankTools, SelectOptions } from '../../words/loader-options.ts';
import type { SearchAnswer } from '../../words/search.ts';
import type { ToolIndex } from '../../words/tool-index.ts';
import type { CatalogTool } from '../../words/tool.ts';
import type { CatalogView } from './catalog-view.ts';
import type { RankingCache } from './ranking-cache.ts';

export interface TaskRankingOptions {
  readonly view: CatalogView;
  readonly index: ToolIndex;
  readonly cache: RankingCache;
  readonly clock: Clock;
  readonly rank: RankTools | undefined;
  /** Milliseconds. */
  readonly timeoutMs: number;
  readonly onAsked: (outcome: 'answered' | 'cached' | RankingFailure) => void;
}

export interface RankingScope extends Pick<SelectOptions, 'isAllowed'> {
  /** How many tools the selection can use. */
  readonly limit: number;
  readonly servers: readonly string[] | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Hits that are asked of the index: more than are used, because some are taken for other reasons already. */
const MAX_HITS = 1_000;

/** Ranks tools for a task: by the index, or by a given function with the index behind it. */
export class TaskRanking {
  readonly #options: TaskRankingOptions;

  constructor(options: TaskRankingOptions) {
    this.#options = options;
  }

  byIndex(task: string, scope: RankingScope): Ranked {
    return { by: 'index', ...this.#search(task, scope) };
  }

  /** Falls back on the index when the function throws, is late, or answers nonsense. Throws only the reason of the caller's signal. */
  async byFunction(task: string, scope: RankingScope): Promise<Ranked> {
    const own = this.#search(task, scope);
    const names = await this.#names(task, scope, own);
    const ids = names?.flatMap((name) => this.#idOf(name, scope));
    if (ids === undefined) return { by: 'index', ...own };
    const hits = [...new Set(ids)].map((id, at, all) => ({
      id,
      score: 1 - at / (2 * all.length),
      reasons: [`ranked ${at + 1} by the given function`],
    }));
    return { by: 'function', confidence: hits.length > 0 ? 'high' : 'none', hits };
  }

  #search(task: string, { limit, servers, isAllowed }: RankingScope): SearchAnswer {
    const { index, view } = this.#options;
    const asked = Math.min(MAX_HITS, Math.max(1, limit));
    if (isAllowed === undefined) return index.search(task, { limit: asked, servers });
    const { hits, confidence } = narrowAnswer(index.search(task, { limit: MAX_HITS, servers }), ({ id }) => {
      const entry = view.usable.get(id);
      return entry !== undefined && isAllowed(entry.tool);
    });
    return { hits: hits.slice(0, asked), confidence };
  }

  async #names(task: string, scope: RankingScope, own: SearchAnswer): Promise<readonly string[] | undefined> {
    const { cache, clock, view, onAsked } = this.#options;
    const at = { now: clock.now(), generation: view.generation };
    const key = JSON.stringify([task, scope.limit, scope.servers ?? null]);
    // What is allowed to one may not be known to another.
    const kept = scope.isAllowed === undefined ? cache.get(key, at) : undefined;
    if (kept !== undefined) {
      onAsked('cached');
      return kept;
    }
    const answer = await this.#ask(task, scope, own);
    onAsked(typeof answer === 'string' ? answer : 'answered');
    if (typeof answer === 'string') return undefined;
    if (scope.isAllowed === undefined) cache.set(key, answer, at);
    return answer;
  }

  async #ask(task: string, scope: RankingScope, own: SearchAnswer): Promise<readonly string[] | RankingFailure> {
    const { clock, timeoutMs } = this.#options;
    const ending = new AbortController();
    const signal = scope.signal === undefined ? ending.signal : AbortSignal.any([scope.signal, ending.signal]);
    try {
      const late = clock.sleep(timeoutMs, signal).then(() => 'timed_out' as const);
      const answer = await Promise.race([this.#rank(task, { ...scope, signal }, own), late]);
      scope.signal?.throwIfAborted();
      return answer;
    } finally {
      ending.abort();
    }
  }

  async #rank(
    task: string,
    scope: RankingScope & { readonly signal: AbortSignal },
    own: SearchAnswer,
  ): Promise<readonly string[] | RankingFailure> {
    const { rank, view } = this.#options;
    const { limit, signal } = scope;
    const tools = [...view.usable.values()].map(({ tool }) => tool).filter((tool) => isInScope(tool, scope));
    const found = own.hits.map(({ id }) => id);
    try {
      const answer: unknown = await rank?.({ task, tools, found, limit, signal });
      return this.#isSense(answer, scope) ? answer : 'nonsense';
    } catch {
      // The function is the caller's: why it failed is known there, and its text may hold the task.
      return 'threw';
    }
  }

  /** A list of names with at least one of a tool, or an empty one. */
  #isSense(answer: unknown, scope: RankingScope): answer is readonly string[] {
    if (!Array.isArray(answer)) return false;
    const names = answer.filter((name): name is string => typeof name === 'string');
    return (
      names.length === answer.length && (names.length === 0 || names.some((name) => this.#idOf(name, scope).length > 0))
    );
  }

  #idOf(name: string, scope: RankingScope): readonly string[] {
    const named = this.#options.view.find(name);
    if (named.kind !== 'usable') return [];
    const { tool } = named.entry;
    return isInScope(tool, scope) ? [tool.id] : [];
  }
}

/** Whether a tool may be chosen at all. */
export function isInScope(
  tool: CatalogTool,
  { servers, isAllowed }: Pick<SelectOptions, 'servers' | 'isAllowed'>,
): boolean {
  return (servers?.includes(tool.server) ?? true) && (isAllowed?.(tool) ?? true);
}
