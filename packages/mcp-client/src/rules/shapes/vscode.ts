import type { ExposedTool, ModelToolCall, ModelToolResult } from '../../words/exposed-tool.ts';
import type { JsonObject } from '../../words/tool.ts';
import { contentParts, imageTypeOf, noteOf } from './content-parts.ts';
import { toolCall } from './tool-call.ts';

/** A tool for a request of VS Code's language-model API: `LanguageModelChatTool`, and `LanguageModelToolInformation` too. */
export interface VsCodeTool {
  name: string;
  description: string;
  inputSchema: JsonObject;
  tags: readonly string[];
}

/** Tools for VS Code's language models. */
export function toVsCodeTools(tools: readonly ExposedTool[]): VsCodeTool[] {
  return tools.map(({ name, description, inputSchema, tags }) => ({ name, description, inputSchema, tags }));
}

/** Reads a `LanguageModelToolCallPart`. */
export function parseVsCodeCall(part: {
  readonly callId: string;
  readonly name: string;
  readonly input: object;
}): ModelToolCall {
  return toolCall({ id: part.callId, name: part.name, input: part.input });
}

/** How parts are made: their classes come from the module `vscode`, which only an extension has. */
export interface VsCodePartMaker<Text, Data> {
  /** `(text) => new vscode.LanguageModelTextPart(text)` */
  readonly text: (text: string) => Text;
  /** `(bytes, type) => vscode.LanguageModelDataPart.image(bytes, type)` */
  readonly image: (bytes: Uint8Array, mimeType: string) => Data;
}

/** The content of a `LanguageModelToolResultPart` or a `LanguageModelToolResult`. Anything but text and images is a note. */
export function toVsCodeResult<Text, Data>(
  result: ModelToolResult,
  make: VsCodePartMaker<Text, Data>,
): (Text | Data)[] {
  const parts = contentParts(result).map((part) => {
    const imageType = imageTypeOf(part);
    if (part.kind === 'text' || imageType === undefined) return make.text(noteOf(part));
    return make.image(bytesOf(part.data), imageType);
  });
  return result.isError ? [make.text('Error:'), ...parts] : parts;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
