import type { Savings, SelectedTool, ToolSet } from '../../words/selection.ts';
import { groupBy } from '../group-by.ts';

/** Reasons that a rationale joins. */
const MAX_REASONS = 5;

/** The tools of a selection by server. Expects them in the order of a selection. */
export function toolSets(tools: readonly SelectedTool[]): readonly ToolSet[] {
  const byServer = groupBy(tools, ({ tool }) => tool.server);
  return [...byServer].map(([server, its]) => ({
    server,
    tools: its.map(({ tool }) => tool.wireName),
    rationale: [...new Set(its.flatMap(({ reasons }) => reasons))].slice(0, MAX_REASONS).join('; '),
    priority: its[0]?.priority ?? 'low',
  }));
}

export function savingsOf(figures: Omit<Savings, 'ratio'>): Savings {
  const { allTokens, selectionTokens, metaToolTokens } = figures;
  const used = selectionTokens + metaToolTokens;
  return { ...figures, ratio: allTokens === 0 ? 0 : Math.max(0, 1 - used / allTokens) };
}
