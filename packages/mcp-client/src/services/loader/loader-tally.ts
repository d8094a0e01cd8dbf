import type { LoaderStats, RankingFailure, StrategyStats } from '../../words/loader-events.ts';
import { LOADING_STRATEGIES, type LoadingStrategy, type Selection } from '../../words/selection.ts';

const NOTHING: StrategyStats = { selections: 0, empty: 0, missed: 0, tools: 0, tokens: 0 };

/** What a loader did so far, in figures. */
export class LoaderTally {
  readonly #byStrategy = new Map<LoadingStrategy, StrategyStats>();
  #ranking: LoaderStats['ranking'] = { asked: 0, cached: 0, failed: 0 };
  #calls: LoaderStats['calls'] = { searches: 0, tools: 0, failed: 0 };

  get byStrategy(): LoaderStats['byStrategy'] {
    const entries = LOADING_STRATEGIES.map((strategy) => [strategy, this.#byStrategy.get(strategy) ?? NOTHING]);
    return Object.fromEntries(entries) as LoaderStats['byStrategy'];
  }

  get ranking(): LoaderStats['ranking'] {
    return this.#ranking;
  }

  get calls(): LoaderStats['calls'] {
    return this.#calls;
  }

  select({ strategy, rankedBy, confidence, tools: chosen, savings }: Selection): void {
    const { selections, empty, missed, tools, tokens } = this.#byStrategy.get(strategy) ?? NOTHING;
    const isEmpty = rankedBy !== 'none' && confidence === 'none';
    const isMissed = confidence !== 'none' && chosen.every(({ score }) => score === 0);
    this.#byStrategy.set(strategy, {
      selections: selections + 1,
      empty: empty + (isEmpty ? 1 : 0),
      missed: missed + (isMissed ? 1 : 0),
      tools: tools + chosen.length,
      tokens: tokens + savings.selectionTokens,
    });
  }

  rank(outcome: 'answered' | 'cached' | RankingFailure): void {
    const { asked, cached, failed } = this.#ranking;
    if (outcome === 'cached') this.#ranking = { asked, cached: cached + 1, failed };
    else this.#ranking = { asked: asked + 1, cached, failed: failed + (outcome === 'answered' ? 0 : 1) };
  }

  call(kind: 'searches' | 'tools', outcome: 'answered' | 'failed'): void {
    const failed = this.#calls.failed + (outcome === 'failed' ? 1 : 0);
    this.#calls = { ...this.#calls, [kind]: this.#calls[kind] + 1, failed };
  }
}
