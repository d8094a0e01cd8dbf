import { compileToolPattern, type ToolMatcher } from '@wicketgate/contract';
import { type Clock, systemClock } from '@wicketgate/core';
import { DEFAULT_DESCRIPTION_LIMIT } from '../../rules/exposure/expose-tool.ts';
import type { KeywordRule, ProfileRule } from '../../rules/loader/gather-picks.ts';
import { isKeyword, keywordKey } from '../../rules/loader/keywords.ts';
import { MAX_TOOL_LIMIT } from '../../rules/loader/strategy-limits.ts';
import { checkOneOf, checkWholeNumber } from '../../rules/option-checks.ts';
import { createToolIndex } from '../../rules/search/tool-index.ts';
import { estimateTokens } from '../../rules/tokens/estimate-tokens.ts';
import type { LoaderOptions } from '../../words/loader-options.ts';
import { LOADING_STRATEGIES, type LoadingStrategy, PRIORITIES, type ToolProfile } from '../../words/selection.ts';
import type { ToolIndex } from '../../words/tool-index.ts';

/** Options with their defaults, checked. */
export interface LoaderSettings {
  readonly strategy: LoadingStrategy;
  readonly limit: number | undefined;
  readonly tokenLimit: number | undefined;
  readonly profile: readonly ProfileRule[] | undefined;
  readonly always: readonly ToolMatcher[];
  readonly fallback: readonly ToolMatcher[];
  readonly keywords: ReadonlyMap<string, readonly KeywordRule[]>;
  readonly listWithinMs: number;
  readonly rankTimeoutMs: number;
  readonly rankCacheMs: number;
  readonly rankCacheSize: number;
  readonly countTokens: (text: string) => number;
  /** Tokens up to which every tool is exposed directly. */
  readonly directTokens: number;
  readonly descriptionLimit: number;
  readonly index: ToolIndex;
  readonly clock: Clock;
}

const DEFAULTS = {
  strategy: 'progressive',
  listWithinMs: 3_000,
  rankTimeoutMs: 5_000,
  rankCacheMs: 300_000,
  rankCacheSize: 100,
  contextWindow: 200_000,
  directShare: 0.05,
  descriptionLimit: DEFAULT_DESCRIPTION_LIMIT,
} as const;

const MAX_TOKEN_LIMIT = 10_000_000;

/** Throws a TypeError that names the option. */
export function loaderSettings(options: LoaderOptions): LoaderSettings {
  return {
    strategy: checkOneOf('strategy', options.strategy ?? DEFAULTS.strategy, LOADING_STRATEGIES),
    limit: checkLimit(options.limit),
    tokenLimit: checkTokenLimit(options.tokenLimit),
    profile: options.profile === undefined ? undefined : profileRules(options.profile),
    always: (options.alwaysAvailable ?? []).map(compileToolPattern),
    fallback: (options.fallback ?? []).map(compileToolPattern),
    keywords: new Map(
      Object.entries(options.keywords ?? {}).map(([word, patterns]) => [
        keywordKey(word),
        keywordRules(word, patterns),
      ]),
    ),
    listWithinMs: checkWholeNumber('listWithinMs', options.listWithinMs ?? DEFAULTS.listWithinMs, {
      min: 1,
      max: 600_000,
    }),
    rankTimeoutMs: checkWholeNumber('rankTimeoutMs', options.rankTimeoutMs ?? DEFAULTS.rankTimeoutMs, {
      min: 1,
      max: 600_000,
    }),
    rankCacheMs: checkWholeNumber('rankCacheMs', options.rankCacheMs ?? DEFAULTS.rankCacheMs, {
      min: 0,
      max: 86_400_000,
    }),
    rankCacheSize: checkWholeNumber('rankCacheSize', options.rankCacheSize ?? DEFAULTS.rankCacheSize, {
      min: 1,
      max: 10_000,
    }),
    countTokens: options.countTokens === undefined ? estimateTokens : sureCount(options.countTokens),
    directTokens: directTokens(options),
    descriptionLimit: checkWholeNumber('descriptionLimit', options.descriptionLimit ?? DEFAULTS.descriptionLimit, {
      min: 64,
      max: 1_000_000,
    }),
    index: checkIndex(options.index),
    clock: options.clock ?? systemClock,
  };
}

/**
 * Real tokenizers throw for text that spells one of their control tokens, such as `<|endoftext|>`: with that in its description, one tool
 * would end every selection. Such a text is estimated, and so is one whose count is no count.
 */
function sureCount(countTokens: (text: string) => number): (text: string) => number {
  return (text) => {
    try {
      const tokens = countTokens(text);
      return Number.isFinite(tokens) && tokens >= 0 ? tokens : estimateTokens(text);
    } catch {
      return estimateTokens(text);
    }
  };
}

export function checkLimit(limit: number | undefined): number | undefined {
  return limit === undefined ? undefined : checkWholeNumber('limit', limit, { min: 1, max: MAX_TOOL_LIMIT });
}

export function checkTokenLimit(tokens: number | undefined): number | undefined {
  return tokens === undefined ? undefined : checkWholeNumber('tokenLimit', tokens, { min: 1, max: MAX_TOKEN_LIMIT });
}

function directTokens(options: LoaderOptions): number {
  const { contextWindow = DEFAULTS.contextWindow, directShare = DEFAULTS.directShare } = options;
  checkWholeNumber('contextWindow', contextWindow, { min: 1_000, max: 100_000_000 });
  if (!(directShare >= 0 && directShare <= 1)) throw new TypeError('directShare must be a number from 0 to 1.');
  return Math.floor(contextWindow * directShare);
}

function checkIndex(index: ToolIndex = createToolIndex()): ToolIndex {
  if (index.size === 0) return index;
  throw new TypeError('index must be empty: a loader fills it, and takes out what its catalog does not have.');
}

export function profileRules({ name, entries }: ToolProfile): readonly ProfileRule[] {
  return entries.map(({ pattern, priority, rationale }) => ({
    fits: compileToolPattern(pattern),
    priority: checkOneOf('priority', priority, PRIORITIES),
    rationale: rationale ?? `profile: ${name}`,
  }));
}

export function keywordRules(keyword: string, patterns: readonly string[]): readonly KeywordRule[] {
  if (!isKeyword(keyword)) throw new TypeError('A keyword needs at least one letter or digit.');
  return patterns.map((pattern) => ({
    keyword,
    fits: compileToolPattern(pattern),
    isExact: pattern.includes('/') && !pattern.includes('*'),
  }));
}
