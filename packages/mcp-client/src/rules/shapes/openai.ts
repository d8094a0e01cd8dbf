import type { ExposedTool, ModelToolCall, ModelToolResult } from '../../words/exposed-tool.ts';
import { type ContentPart, contentParts, imageTypeOf, noteOf } from './content-parts.ts';
import { fitsStrictMode } from './strict-schema.ts';
import { toolCall } from './tool-call.ts';

type OpenAiSchema = Record<string, unknown>;

/** A tool of the Chat Completions API (`OpenAI.ChatCompletionFunctionTool`). */
export interface OpenAiChatTool {
  type: 'function';
  function: { name: string; description?: string; parameters: OpenAiSchema; strict?: true };
}

/** A tool of the Responses API (`OpenAI.Responses.FunctionTool`). */
export interface OpenAiResponseTool {
  type: 'function';
  name: string;
  description?: string;
  parameters: OpenAiSchema;
  strict: boolean;
  defer_loading?: boolean;
}

export interface OpenAiToolOptions {
  /** `where-possible`: for the tools whose schemas strict mode takes as they are. Default `never`, because servers seldom write such schemas. */
  readonly strict?: 'never' | 'where-possible' | undefined;
}

export interface OpenAiResponseToolOptions extends OpenAiToolOptions {
  /** Tools that the API keeps out of the context until its own tool search finds them. Default: none. */
  readonly deferLoading?: ((tool: ExposedTool) => boolean) | undefined;
}

/** Tools for OpenAI's Chat Completions API. */
export function toOpenAiChatTools(tools: readonly ExposedTool[], options: OpenAiToolOptions = {}): OpenAiChatTool[] {
  return tools.map((tool) => ({
    type: 'function',
    function: { ...named(tool), parameters: tool.inputSchema, ...(isStrict(tool, options) ? { strict: true } : {}) },
  }));
}

/** Tools for OpenAI's Responses API, which is strict when it is not told otherwise. */
export function toOpenAiResponseTools(
  tools: readonly ExposedTool[],
  options: OpenAiResponseToolOptions = {},
): OpenAiResponseTool[] {
  const { deferLoading = () => false } = options;
  return tools.map((tool) => ({
    type: 'function',
    ...named(tool),
    parameters: tool.inputSchema,
    strict: isStrict(tool, options),
    ...(deferLoading(tool) ? { defer_loading: true } : {}),
  }));
}

function named({ name, description }: ExposedTool): { name: string; description?: string } {
  return description === '' ? { name } : { name, description };
}

function isStrict(tool: ExposedTool, { strict = 'never' }: OpenAiToolOptions): boolean {
  return strict === 'where-possible' && fitsStrictMode(tool.inputSchema);
}

/** Reads a call of an assistant's message (`tool_calls`). */
export function parseOpenAiChatCall(call: {
  readonly id: string;
  readonly function: { readonly name: string; readonly arguments: string };
}): ModelToolCall {
  return toolCall({ id: call.id, name: call.function.name, input: call.function.arguments });
}

/** Reads a `function_call` item of a response. */
export function parseOpenAiResponseCall(item: {
  readonly call_id: string;
  readonly name: string;
  readonly arguments: string;
}): ModelToolCall {
  return toolCall({ id: item.call_id, name: item.name, input: item.arguments });
}

/** A message of the role `tool` (`OpenAI.ChatCompletionToolMessageParam`). */
export interface OpenAiChatResult {
  role: 'tool';
  tool_call_id: string;
  content: string;
}

/** A result for Chat Completions, which takes text alone: anything else is a note of its type and size. */
export function toOpenAiChatResult(callId: string, result: ModelToolResult): OpenAiChatResult {
  const text = contentParts(result).map(noteOf).join('\n');
  return { role: 'tool', tool_call_id: callId, content: `${prefixOf(result)}${text}` };
}

export type OpenAiResultPart =
  { type: 'input_text'; text: string } | { type: 'input_image'; image_url: string; detail: 'auto' };

/** A `function_call_output` item of a request's input. */
export interface OpenAiResponseResult {
  type: 'function_call_output';
  call_id: string;
  output: OpenAiResultPart[];
}

/** A result for the Responses API: texts and images. Anything else is a note of its type and size. */
export function toOpenAiResponseResult(callId: string, result: ModelToolResult): OpenAiResponseResult {
  const parts = contentParts(result).map(responsePart);
  const prefix = prefixOf(result);
  const output: OpenAiResultPart[] = prefix === '' ? parts : [{ type: 'input_text', text: prefix.trim() }, ...parts];
  return { type: 'function_call_output', call_id: callId, output };
}

function responsePart(part: ContentPart): OpenAiResultPart {
  const imageType = imageTypeOf(part);
  if (part.kind === 'text' || imageType === undefined) return { type: 'input_text', text: noteOf(part) };
  return { type: 'input_image', image_url: `data:${imageType};base64,${part.data}`, detail: 'auto' };
}

/** These APIs have no mark for a failed call. */
function prefixOf({ isError }: ModelToolResult): string {
  return isError ? 'Error: ' : '';
}
