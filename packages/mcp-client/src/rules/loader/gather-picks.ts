import type { ToolMatcher } from '@wicketgate/contract';
import type { LoadingStrategy, Priority } from '../../words/selection.ts';
import { GOOD_SCORE, LEAST_SCORE } from '../policy/narrow-answer.ts';
import { mergePicks, type Pick, rankOf } from './picks.ts';

/** How the tools were ranked for the task. */
export interface Ranked {
  readonly by: 'function' | 'index' | 'none';
  readonly confidence: 'high' | 'low' | 'none';
  /** Best first. */
  readonly hits: readonly { readonly id: string; readonly score: number; readonly reasons: readonly string[] }[];
}

export interface ProfileRule {
  readonly fits: ToolMatcher;
  readonly priority: Priority;
  readonly rationale: string;
}

/** A keyword that stands in the task, and the tools it means. */
export interface KeywordRule {
  readonly keyword: string;
  readonly fits: ToolMatcher;
  /** It names one tool, and no pattern of many. */
  readonly isExact: boolean;
}

export interface Candidates {
  readonly strategy: LoadingStrategy;
  /** Ids of the tools that may be chosen, in the order of the catalog. */
  readonly ids: readonly string[];
  readonly ranked: Ranked;
  readonly profile: readonly ProfileRule[];
  readonly always: readonly ToolMatcher[];
  readonly fallback: readonly ToolMatcher[];
  readonly keywords: readonly KeywordRule[];
}

/** Guesses are worth a look, not a page. */
const MAX_GUESSES = 5;
/** A pattern may mean a whole server; one word of a task does not ask for all of it. */
const MAX_PER_KEYWORD = 5;

/** What a strategy takes for a task, each tool once, in the order of a selection. */
export function gatherPicks(candidates: Candidates): readonly Pick[] {
  return mergePicks([...alwaysPicks(candidates), ...strategyPicks(candidates)]);
}

function strategyPicks(candidates: Candidates): readonly Pick[] {
  switch (candidates.strategy) {
    case 'full':
      return candidates.ids.map((id) => pick(id, 'medium', 'every tool'));
    case 'profile':
      return profilePicks(candidates, 'low');
    case 'minimal':
      return orFallback(surePicks(candidates), candidates);
    case 'progressive':
    case 'semantic':
      return [...profilePicks(candidates, 'high'), ...orFallback(taskPicks(candidates), candidates)];
  }
}

function pick(id: string, priority: Priority, reason: string): Pick {
  return { id, priority, score: 0, reasons: [reason], isFound: false };
}

function alwaysPicks({ ids, always }: Candidates): readonly Pick[] {
  return ids.filter((id) => always.some((fits) => fits(id))).map((id) => pick(id, 'critical', 'always available'));
}

/** Scores order the tools of one priority, so that those of the task stay when the profile is too large. */
function profilePicks({ ids, profile, ranked }: Candidates, least: Priority): readonly Pick[] {
  const scores = new Map(ranked.hits.map(({ id, score }) => [id, score]));
  return ids.flatMap((id) => {
    const [best] = profile.filter(({ fits }) => fits(id)).sort((a, b) => rankOf(a.priority) - rankOf(b.priority));
    if (best === undefined || rankOf(best.priority) > rankOf(least)) return [];
    return [{ ...pick(id, best.priority, best.rationale), score: scores.get(id) ?? 0 }];
  });
}

function surePicks(candidates: Candidates): readonly Pick[] {
  const { ranked } = candidates;
  const sure = ranked.confidence === 'high' ? foundPicks(ranked).filter(({ score }) => score >= GOOD_SCORE) : [];
  return [...sure, ...keywordPicks(candidates)];
}

function taskPicks(candidates: Candidates): readonly Pick[] {
  return [...foundPicks(candidates.ranked), ...keywordPicks(candidates)];
}

function foundPicks({ hits, confidence }: Ranked): readonly Pick[] {
  const near = hits.filter(({ score }) => score >= LEAST_SCORE);
  if (confidence !== 'high')
    return near.slice(0, MAX_GUESSES).map((hit) => ({ ...hit, priority: 'low', isFound: true }));
  return near.map((hit) => ({ ...hit, priority: foundPriority(hit.score), isFound: true }));
}

/** Above 1 there is only a tool that the task calls by its name. */
function foundPriority(score: number): Priority {
  if (score > 1) return 'critical';
  return score >= GOOD_SCORE ? 'high' : 'medium';
}

function keywordPicks({ ids, keywords, ranked }: Candidates): readonly Pick[] {
  const place = new Map(ranked.hits.map(({ id }, at) => [id, at]));
  const placeOf = (id: string) => place.get(id) ?? Number.MAX_SAFE_INTEGER;
  return keywords.flatMap(({ keyword, fits, isExact }) => {
    const meant = ids.filter((id) => fits(id)).sort((a, b) => placeOf(a) - placeOf(b));
    const priority = (id: string) => (isExact || place.has(id) ? 'high' : 'medium');
    return meant.slice(0, MAX_PER_KEYWORD).map((id) => pick(id, priority(id), `keyword: ${keyword}`));
  });
}

function orFallback(picks: readonly Pick[], { ids, fallback }: Candidates): readonly Pick[] {
  if (picks.length > 0) return picks;
  return ids
    .filter((id) => fallback.some((fits) => fits(id)))
    .map((id) => pick(id, 'low', 'fallback: nothing answers the task'));
}
