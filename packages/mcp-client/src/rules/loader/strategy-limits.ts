import type { LoadingStrategy } from '../../words/selection.ts';

/** VS Code refuses more than 128 tools in a request; other APIs take more. */
export const MAX_TOOL_LIMIT = 1_000;

/** How many tools a strategy chooses at most, when no limit is given. */
export const STRATEGY_LIMITS: Readonly<Record<LoadingStrategy, number>> = {
  minimal: 10,
  profile: 40,
  progressive: 30,
  semantic: 30,
  full: Number.POSITIVE_INFINITY,
};

/** A given limit takes the place of the strategy's own; `minimal` stays few all the same. */
export function limitFor(strategy: LoadingStrategy, given: number | undefined): number {
  if (given === undefined) return STRATEGY_LIMITS[strategy];
  return strategy === 'minimal' ? Math.min(given, STRATEGY_LIMITS.minimal) : given;
}
