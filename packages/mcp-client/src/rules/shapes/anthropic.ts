import type { ExposedTool, ModelToolCall, ModelToolResult } from '../../words/exposed-tool.ts';
import { type ContentPart, contentParts, type ImageType, imageTypeOf, isBase64, noteOf } from './content-parts.ts';
import { toolCall } from './tool-call.ts';

/** A tool of the Messages API (`Anthropic.Tool`). */
export interface AnthropicTool {
  name: string;
  description?: string;
  input_schema: { type: 'object'; properties?: unknown; required?: string[] | null; [keyword: string]: unknown };
  cache_control?: { type: 'ephemeral'; ttl?: '5m' | '1h' };
  defer_loading?: boolean;
}

export interface AnthropicToolOptions {
  /**
   * After which tool the cached prefix of the prompt ends: its place in the array, or `last`. With tools that are only appended, the place
   * of the last meta-tool keeps every byte before it. A deferred tool cannot carry the mark: the nearest one before it does.
   * Default: no mark.
   */
  readonly cacheAfter?: number | 'last' | undefined;
  /** How long the prefix is kept. Default: `5m`, by leaving it out. */
  readonly cacheTtl?: '5m' | '1h' | undefined;
  /** Tools that the API keeps out of the context until its own tool search finds them. Not all of them may be. Default: none. */
  readonly deferLoading?: ((tool: ExposedTool) => boolean) | undefined;
}

/** Tools for the Messages API of Anthropic. Throws a TypeError for a place that is not in the array. */
export function toAnthropicTools(
  tools: readonly ExposedTool[],
  { cacheAfter, cacheTtl, deferLoading = () => false }: AnthropicToolOptions = {},
): AnthropicTool[] {
  const deferred = tools.map((tool) => deferLoading(tool));
  const mark = cacheAfter === undefined ? -1 : markAt(deferred, cacheAfter);
  return tools.map((tool, at) => ({
    name: tool.name,
    ...(tool.description === '' ? {} : { description: tool.description }),
    // An exposed tool has an object at the root of its schema.
    input_schema: tool.inputSchema as AnthropicTool['input_schema'],
    ...(deferred[at] === true ? { defer_loading: true } : {}),
    ...(at === mark ? { cache_control: cacheControl(cacheTtl) } : {}),
  }));
}

function markAt(deferred: readonly boolean[], cacheAfter: number | 'last'): number {
  const last = deferred.length - 1;
  const wanted = cacheAfter === 'last' ? last : cacheAfter;
  if (cacheAfter !== 'last' && !(Number.isInteger(wanted) && wanted >= 0 && wanted <= last)) {
    throw new TypeError(`cacheAfter must be the place of a tool, 0 to ${last}, or 'last'.`);
  }
  return deferred.slice(0, wanted + 1).lastIndexOf(false);
}

function cacheControl(ttl: '5m' | '1h' | undefined): NonNullable<AnthropicTool['cache_control']> {
  return ttl === undefined ? { type: 'ephemeral' } : { type: 'ephemeral', ttl };
}

/** Reads a `tool_use` block. */
export function parseAnthropicToolUse(block: {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}): ModelToolCall {
  return toolCall(block);
}

export type AnthropicResultPart =
  | { type: 'text'; text: string }
  | { type: 'image'; source: { type: 'base64'; media_type: ImageType; data: string } }
  | { type: 'document'; source: { type: 'base64'; media_type: 'application/pdf'; data: string } };

/** A `tool_result` block (`Anthropic.ToolResultBlockParam`). */
export interface AnthropicToolResult {
  type: 'tool_result';
  tool_use_id: string;
  content: AnthropicResultPart[];
  is_error?: true;
}

/** A result for the Messages API. What it cannot take, such as sound, is a note of its type and size. */
export function toAnthropicToolResult(callId: string, result: ModelToolResult): AnthropicToolResult {
  return {
    type: 'tool_result',
    tool_use_id: callId,
    content: contentParts(result).map(resultPart),
    ...(result.isError ? { is_error: true } : {}),
  };
}

function resultPart(part: ContentPart): AnthropicResultPart {
  if (part.kind === 'text') return { type: 'text', text: part.text };
  const { data, mimeType } = part;
  const imageType = imageTypeOf(part);
  if (imageType !== undefined) return { type: 'image', source: { type: 'base64', media_type: imageType, data } };
  if (mimeType === 'application/pdf' && isBase64(data))
    return { type: 'document', source: { type: 'base64', media_type: mimeType, data } };
  return { type: 'text', text: noteOf(part) };
}
