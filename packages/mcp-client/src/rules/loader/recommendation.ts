import type { LoaderStats, Recommendation, StrategyStats } from '../../words/loader-events.ts';
import type { LoadingStrategy } from '../../words/selection.ts';
import { fitsDirectly } from './strategy-limits.ts';

export type Figures = Omit<LoaderStats, 'recommendation'> & {
  /** Tokens: up to here all tools are exposed directly. */
  readonly directTokens: number;
};

/** Selections, or questions to the given function, before they say anything. */
const ENOUGH = 10;
const MANY_MISSED = 0.3;
const MANY_FAILED = 0.5;

/** Which strategy the figures speak for. The present one, unless they speak against it. */
export function recommend(figures: Figures): Recommendation {
  const { strategy, catalog, byStrategy, ranking, directTokens } = figures;
  if (catalog.tools === 0) return { strategy, reason: 'No tools are known yet.' };
  if (fitsDirectly(catalog, directTokens)) {
    return {
      strategy: 'full',
      reason: `All ${catalog.tools} tools are ${catalog.tokens} tokens: there is nothing to save.`,
    };
  }
  if (strategy === 'full') {
    return {
      strategy: 'progressive',
      reason: `All ${catalog.tools} tools are ${catalog.tokens} tokens in every request.`,
    };
  }
  if (strategy === 'semantic' && isOften(ranking.failed, ranking.asked, MANY_FAILED)) {
    return {
      strategy: 'progressive',
      reason: `The given function failed ${ranking.failed} of ${ranking.asked} times.`,
    };
  }
  return recommendWider(strategy, byStrategy[strategy]);
}

function recommendWider(strategy: LoadingStrategy, { selections, missed }: StrategyStats): Recommendation {
  const isNarrow = strategy === 'minimal' || strategy === 'profile';
  if (isNarrow && isOften(missed, selections, MANY_MISSED)) {
    return {
      strategy: 'progressive',
      reason: `${missed} of ${selections} tasks got none of the tools found for them.`,
    };
  }
  return { strategy, reason: 'Nothing speaks against it.' };
}

function isOften(times: number, of: number, share: number): boolean {
  return of >= ENOUGH && times / of > share;
}
