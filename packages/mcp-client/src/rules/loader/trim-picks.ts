import type { Pick } from './picks.ts';

export interface TrimLimits {
  /** Tools at most. */
  readonly limit: number;
  /** Tokens of all of them together; undefined for no such limit. */
  readonly tokenLimit: number | undefined;
  /** Tokens of those that were found for the task; the best of them is kept whatever it costs. Only where there is no `tokenLimit`. */
  readonly foundTokens: number;
  readonly tokensOf: (id: string) => number;
}

export interface Trimmed {
  readonly kept: readonly Pick[];
  readonly dropped: readonly Pick[];
}

/** Keeps picks from the first on for as long as they fit. One that is too large makes room for a smaller one behind it. */
export function trimPicks(picks: readonly Pick[], { limit, tokenLimit, foundTokens, tokensOf }: TrimLimits): Trimmed {
  const kept: Pick[] = [];
  const dropped: Pick[] = [];
  let all = 0;
  let found = 0;
  for (const pick of picks) {
    const tokens = tokensOf(pick.id);
    const fits =
      tokenLimit === undefined ? fitsFound(pick, { tokens, found, foundTokens }) : all + tokens <= tokenLimit;
    if (kept.length >= limit || !fits) {
      dropped.push(pick);
      continue;
    }
    kept.push(pick);
    all += tokens;
    if (pick.isFound) found += tokens;
  }
  return { kept, dropped };
}

interface FoundBudget {
  readonly tokens: number;
  readonly found: number;
  readonly foundTokens: number;
}

function fitsFound(pick: Pick, { tokens, found, foundTokens }: FoundBudget): boolean {
  return !pick.isFound || found === 0 || found + tokens <= foundTokens;
}

/** What a selection and the meta-tools may cost together, as a share of every definition. */
const FOUND_SHARE = 0.02;
/** Tokens: about three tools. Of a small catalog, 2 % would be none. */
const LEAST_FOUND_TOKENS = 500;

/** The budget of found tools when none is given. */
export function defaultFoundTokens(allTokens: number, metaToolTokens: number): number {
  return Math.max(LEAST_FOUND_TOKENS, Math.floor(allTokens * FOUND_SHARE) - metaToolTokens);
}
