import type { ExposedTool, ModelToolCaller, ModelToolResult } from '../../words/exposed-tool.ts';
import type { JsonObject } from '../../words/tool.ts';
import { refuseModel } from '../exposure/model-result.ts';
import { type ContentPart, contentParts, imageTypeOf, isBase64, noteOf } from './content-parts.ts';
import { toolCall } from './tool-call.ts';

export type AiSdkResultPart =
  { type: 'text'; text: string } | { type: 'file'; data: { type: 'data'; data: string }; mediaType: string };

/** What a model of the AI SDK is told of a result (`ToolResultOutput`). */
export type AiSdkOutput = { type: 'error-text'; value: string } | { type: 'content'; value: AiSdkResultPart[] };

/** A tool of the Vercel AI SDK, with what runs it. */
export interface AiSdkTool<Schema> {
  description: string;
  inputSchema: Schema;
  execute(input: unknown, options: { readonly abortSignal?: AbortSignal }): Promise<ModelToolResult>;
  toModelOutput(options: { readonly output: ModelToolResult }): AiSdkOutput;
}

export interface AiSdkToolOptions<Schema> {
  /** A loader, or the activation whose tools they are. */
  readonly caller: ModelToolCaller;
  /** `jsonSchema` of the package `ai`, which marks its schemas with a symbol of its own. */
  readonly jsonSchema: (schema: JsonObject) => Schema;
}

/** Tools for the Vercel AI SDK (`ToolSet`), by name and in the given order. */
export function toAiSdkTools<Schema>(
  tools: readonly ExposedTool[],
  { caller, jsonSchema }: AiSdkToolOptions<Schema>,
): Record<string, AiSdkTool<Schema>> {
  const entries = tools.map(({ name, description, inputSchema }): readonly [string, AiSdkTool<Schema>] => [
    name,
    {
      description,
      inputSchema: jsonSchema(inputSchema),
      execute: async (input, { abortSignal }) => {
        const call = toolCall({ id: '', name, input });
        if (call.flaw !== undefined) return refuseModel(call.flaw);
        return caller.call(name, call.arguments, { signal: abortSignal });
      },
      toModelOutput: ({ output }) => modelOutput(output),
    },
  ]);
  return Object.fromEntries(entries);
}

function modelOutput(result: ModelToolResult): AiSdkOutput {
  const parts = contentParts(result);
  if (result.isError) return { type: 'error-text', value: parts.map(noteOf).join('\n') };
  return { type: 'content', value: parts.map(resultPart) };
}

function resultPart(part: ContentPart): AiSdkResultPart {
  if (part.kind === 'text') return { type: 'text', text: part.text };
  const mediaType = part.kind === 'image' ? imageTypeOf(part) : part.mimeType;
  if (mediaType === undefined || !isBase64(part.data)) return { type: 'text', text: noteOf(part) };
  return { type: 'file', data: { type: 'data', data: part.data }, mediaType };
}
