import type { ExposedTool } from '../../words/exposed-tool.ts';
import type { DetailLevel } from '../../words/selection.ts';
import type { CatalogTool, JsonObject } from '../../words/tool.ts';
import { canonicalSchema } from './canonical-schema.ts';
import { firstSentence } from './clean-text.ts';
import { DEFAULT_DESCRIPTION_LIMIT, MAX_DEFINITION_LENGTH } from './expose-tool.ts';

/** What is told of a tool at one level of detail. Members always stand in the same order. */
export interface ToolDetails {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema?: JsonObject;
  /** Only where the tool declares one. */
  readonly outputSchema?: JsonObject;
}

export interface DescribedTool {
  readonly tool: CatalogTool;
  readonly exposed: ExposedTool;
}

/** A tool as a model is told of it. An empty description is left out. */
export function describeTool({ tool, exposed }: DescribedTool, detail: DetailLevel): ToolDetails {
  const { name, description, inputSchema } = exposed;
  if (detail === 'name') return { name };
  if (detail === 'summary') return { name, ...textOf(firstSentence(description)) };
  return { name, ...textOf(description), inputSchema, ...outputOf(tool) };
}

export interface ToldTools {
  readonly tools: readonly ToolDetails[];
  /** Names of those that were told as summaries, because the answer would have grown too long. */
  readonly shortened: readonly string[];
}

/** Code units of one answer about tools, about 12,000 tokens. The first tool is always told in full. */
export const MAX_DETAILS_LENGTH = 50_000;

/** Several tools, in full for as long as they fit one answer. */
export function describeTools(described: readonly DescribedTool[], detail: DetailLevel): ToldTools {
  const shortened: string[] = [];
  let length = 0;
  const tools = described.map((each) => {
    const told = describeTool(each, detail);
    const grown = length + JSON.stringify(told).length;
    if (detail !== 'full' || length === 0 || grown <= MAX_DETAILS_LENGTH) {
      length = grown;
      return told;
    }
    shortened.push(told.name);
    return describeTool(each, 'summary');
  });
  return { tools, shortened };
}

function textOf(description: string): { readonly description?: string } {
  return description === '' ? {} : { description };
}

function outputOf({ outputSchema }: CatalogTool): { readonly outputSchema?: JsonObject } {
  if (outputSchema === undefined) return {};
  const { schema } = canonicalSchema(outputSchema, DEFAULT_DESCRIPTION_LIMIT);
  if (schema === undefined || JSON.stringify(schema).length > MAX_DEFINITION_LENGTH) return {};
  return { outputSchema: schema };
}
