import { PRIORITIES, type Priority } from '../../words/selection.ts';
import { groupBy } from '../group-by.ts';

/** One reason to take a tool. */
export interface Pick {
  /** `server/tool`. */
  readonly id: string;
  readonly priority: Priority;
  readonly score: number;
  readonly reasons: readonly string[];
  /** Chosen by ranking alone: it shares the budget of what is found. */
  readonly isFound: boolean;
}

export const rankOf = (priority: Priority) => PRIORITIES.indexOf(priority);

/** The picks of each tool as one: the highest priority and score, every reason once, those of the higher priority first. */
export function mergePicks(picks: readonly Pick[]): readonly Pick[] {
  const byId = groupBy(picks, ({ id }) => id);
  return [...byId.values()].flatMap(mergeOne).sort(comparePicks);
}

function mergeOne(picks: readonly Pick[]): readonly Pick[] {
  const [first, ...others] = [...picks].sort((a, b) => rankOf(a.priority) - rankOf(b.priority));
  if (first === undefined || others.length === 0) return picks;
  const merged = {
    ...first,
    score: Math.max(...picks.map(({ score }) => score)),
    reasons: [...new Set([first, ...others].flatMap(({ reasons }) => reasons))],
    isFound: picks.every(({ isFound }) => isFound),
  };
  return [merged];
}

/** By priority, then score, then id. */
function comparePicks(a: Pick, b: Pick): number {
  return rankOf(a.priority) - rankOf(b.priority) || b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
