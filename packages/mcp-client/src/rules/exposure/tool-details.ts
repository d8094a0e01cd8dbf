import type { ExposedTool } from '../../words/exposed-tool.ts';
import type { DetailLevel } from '../../words/selection.ts';
import type { CatalogTool, JsonObject } from '../../words/tool.ts';
import { canonicalSchema } from './canonical-schema.ts';
import { firstSentence } from './clean-text.ts';
import { DEFAULT_DESCRIPTION_LIMIT } from './expose-tool.ts';

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
  if (detail === 'summary') return { name, ...described(firstSentence(description)) };
  return { name, ...described(description), inputSchema, ...outputOf(tool) };
}

function described(description: string): { readonly description?: string } {
  return description === '' ? {} : { description };
}

function outputOf({ outputSchema }: CatalogTool): { readonly outputSchema?: JsonObject } {
  if (outputSchema === undefined) return {};
  const { schema } = canonicalSchema(outputSchema, DEFAULT_DESCRIPTION_LIMIT);
  return schema === undefined ? {} : { outputSchema: schema };
}
