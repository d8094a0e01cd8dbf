import type { ModelToolResult } from '../../words/exposed-tool.ts';
import type { JsonObject } from '../../words/tool.ts';

/** An answer of ours, as JSON: nothing in a description can end its place. */
export function answerModel(value: JsonObject): ModelToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: value, isError: false };
}

/** A failure that the model reads and can act on. */
export function refuseModel(message: string): ModelToolResult {
  return { content: [{ type: 'text', text: message }], structuredContent: undefined, isError: true };
}
