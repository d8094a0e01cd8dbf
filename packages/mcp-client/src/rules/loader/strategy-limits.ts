import type { LoadingStrategy } from '../../words/selection.ts';

/** Of a selection or a conversation. */
export const MAX_TOOL_LIMIT = 1_000;

/** What every model API takes in a request: VS Code and OpenAI's Chat Completions refuse more. */
export const MAX_REQUEST_TOOLS = 128;

/** Whether every tool of a catalog can be given to a model, rather than the meta-tools. */
export function fitsDirectly(
  catalog: { readonly tools: number; readonly tokens: number },
  directTokens: number,
): boolean {
  return catalog.tools <= MAX_REQUEST_TOOLS && catalog.tokens <= directTokens;
}

/** How many tools a strategy chooses at most, when no limit is given. */
const STRATEGY_LIMITS: Readonly<Record<LoadingStrategy, number>> = {
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
