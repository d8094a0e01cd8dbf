import type { DetailLevel, Selection } from '../../words/selection.ts';
import type { ServerProblem, ToolResult } from '../../words/tool-client.ts';
import type { JsonObject } from '../../words/tool.ts';
import { type DescribedTool, describeTool } from '../exposure/tool-details.ts';
import { citationsOf } from './citations.ts';
import { restCodeOf } from './rest-problem.ts';

/** A tool of an answer. */
export type ToldTool = JsonObject & { readonly name: string };

/** As models see it, at one level of detail. */
export function toldTool(described: DescribedTool, detail: DetailLevel): ToldTool {
  const { name, description, inputSchema, outputSchema } = describeTool(described, detail);
  if (detail === 'name') return { name };
  const { id, server } = described.tool;
  return {
    name,
    id,
    server,
    ...(description !== undefined && { description }),
    ...(detail === 'full' && { tags: described.exposed.tags }),
    ...(inputSchema && { input_schema: inputSchema }),
    ...(outputSchema && { output_schema: outputSchema }),
  };
}

/** What a tool answered. Its blocks are those of the server. */
export function toldResult({ content, structuredContent, isError, truncated, durationMs }: ToolResult): JsonObject {
  return {
    content,
    ...(structuredContent !== undefined && { structured_content: structuredContent }),
    is_error: isError,
    execution_time_ms: durationMs,
    citations: citationsOf(content, truncated?.uri),
    ...(truncated && { truncated: { bytes: truncated.bytes, kept_bytes: truncated.keptBytes } }),
  };
}

/** Servers whose tools are missing or old: why, without any text of theirs. */
export function toldProblems(problems: readonly ServerProblem[]): readonly JsonObject[] {
  return problems.map(({ server, error }) => ({ server, code: restCodeOf(error.code) }));
}

export function toldSavings({ allTokens, selectionTokens, metaToolTokens, ratio }: Selection['savings']): JsonObject {
  return { all_tokens: allTokens, selection_tokens: selectionTokens, meta_tool_tokens: metaToolTokens, ratio };
}
