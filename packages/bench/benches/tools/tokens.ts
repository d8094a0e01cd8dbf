import type { SearchableTool } from '@wicketgate/mcp-client/loader';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { type Figure, figureOf, NO_GOAL } from '../../src/figure.ts';
import { OURS } from '../../src/row.ts';
import type { ToolSet } from '../../src/tool-sets.ts';
import { FINDERS } from './finders.ts';

const SELECTED = 5;

/** What a model is charged for all tools of a catalogue, and for the first five that are found, by o200k. */
export async function tokenFigures({ tools, requests }: ToolSet): Promise<Figure[]> {
  const costs = new Map(tools.map((tool) => [tool.id, costOf(tool)]));
  const costOfAll = (ids: Iterable<string>) => [...ids].reduce((sum, id) => sum + (costs.get(id) ?? 0), 0);
  const means: Record<string, number> = {};
  for (const { name, build } of FINDERS) {
    const index = await build(tools);
    let sum = 0;
    for (const { query } of requests) sum += costOfAll(await index.search(query, SELECTED));
    means[name] = sum / requests.length;
  }
  const { [OURS]: ours = Number.NaN, ...peers } = means;
  const all = { figure: `all ${tools.length} tools`, unit: 'tokens', goal: NO_GOAL, ours: costOfAll(costs.keys()) };
  const few = { figure: `the first ${SELECTED} tools, mean`, unit: 'tokens', goal: NO_GOAL, ours, peers };
  return [figureOf(all), figureOf(few)];
}

/** As a model's interface takes it. */
function costOf({ name, description, inputSchema }: SearchableTool): number {
  return countTokens(JSON.stringify({ name, description, input_schema: inputSchema }));
}
