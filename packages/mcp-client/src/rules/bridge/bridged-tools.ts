import type { RefusedTool } from '../../words/exposed-tool.ts';
import type { CatalogTool, JsonObject, ToolAnnotations } from '../../words/tool.ts';
import { cleanLine, cleanText } from '../exposure/clean-text.ts';
import { cleanSchema } from './clean-schema.ts';

/** A tool as a bridge lists it: under its wire name, its texts without hidden characters, and otherwise as its server has it. */
export type BridgedTool = JsonObject & { readonly name: string };

export interface BridgedTools {
  readonly tools: readonly BridgedTool[];
  /** What is not listed, because it cannot be shown to a model as it is. */
  readonly refused: readonly RefusedTool[];
}

/** What a client of the bridge is shown. A held tool is not: it cannot be called. */
export function bridgedTools(tools: readonly CatalogTool[]): BridgedTools {
  const listed: BridgedTool[] = [];
  const refused: RefusedTool[] = [];
  for (const tool of tools) {
    if (tool.state !== 'ready') continue;
    const bridged = bridgedTool(tool);
    if (typeof bridged === 'string') refused.push({ id: tool.id, reason: bridged });
    else listed.push(bridged);
  }
  return { tools: listed, refused };
}

/** A text says why it cannot be shown. */
function bridgedTool(tool: CatalogTool): BridgedTool | string {
  const { wireName, title, description, outputSchema, annotations } = tool;
  const input = cleanSchema(tool.inputSchema);
  if (input.schema === undefined) return input.flaw;
  // No call depends on it: a flawed one is left out alone.
  const output = outputSchema && cleanSchema(outputSchema).schema;
  return {
    name: wireName,
    ...(title !== undefined && { title: cleanLine(title) }),
    ...(description !== undefined && { description: cleanText(description) }),
    inputSchema: input.schema,
    ...(output && { outputSchema: output }),
    ...(annotations && { annotations: cleanAnnotations(annotations) }),
  };
}

function cleanAnnotations({ title, ...hints }: ToolAnnotations): ToolAnnotations {
  return title === undefined ? hints : { title: cleanLine(title), ...hints };
}
