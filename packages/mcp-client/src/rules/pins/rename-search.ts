import type { ToolDefinition } from '../../words/tool.ts';
import { byCodeUnits } from './canonical-json.ts';
import { ALIKE, likeness, marksOf, type ToolMarks } from './similarity.ts';

/** More pairs would hold up everybody else in the process. */
export const MAX_COMPARISONS = 50_000;

/** Says which earlier tool a new one is; undefined for none; `unknown` when there are too many to compare. */
export type RenameSearch = (tool: ToolDefinition) => ToolDefinition | 'unknown' | undefined;

/**
 * Compares new tools with those that they may have come from. Several may come from one: a copy beside a decoy is still a copy.
 * No tool comes from its own name. Of origins that are equally alike the first by name is answered.
 */
export function searchRenames(origins: readonly ToolDefinition[], newcomers: number): RenameSearch {
  if (origins.length === 0) return () => undefined;
  if (origins.length * newcomers > MAX_COMPARISONS) return () => 'unknown';
  const known = [...origins]
    .sort((a, b) => byCodeUnits(a.name, b.name))
    .map((tool) => ({ tool, marks: marksOf(tool) }));
  return (tool) => bestOf(known, tool);
}

interface Origin {
  readonly tool: ToolDefinition;
  readonly marks: ToolMarks;
}

function bestOf(known: readonly Origin[], tool: ToolDefinition): ToolDefinition | undefined {
  const marks = marksOf(tool);
  let best: ToolDefinition | undefined;
  let bestScore = 0;
  for (const origin of known) {
    const score = origin.tool.name === tool.name ? 0 : likeness(origin.marks, marks);
    if (score < ALIKE || score <= bestScore) continue;
    best = origin.tool;
    bestScore = score;
  }
  return best;
}
