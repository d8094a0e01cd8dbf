import type { ToolResult } from '@wicketgate/mcp-client';
import { cleanText } from '../clean-text.ts';

/** Bytes of a result that go into a file of their own: an image, a sound, a document. */
export interface ResultFile {
  /** From 1, in the order of the result. */
  readonly number: number;
  readonly mediaType: string;
  /** Base64. */
  readonly data: string;
}

/** What a person reads of a result: texts as they are but for control characters, and a line for everything else. */
export function resultText({ content, structuredContent, truncated }: ToolResult): string {
  const shown = content.map((block, at) => blockText(block, at + 1)).filter((text) => text !== '');
  const structured = shown.length === 0 && structuredContent !== undefined ? [jsonText(structuredContent)] : [];
  const cut = truncated === undefined ? [] : [`(${truncated.keptBytes} of ${truncated.bytes} bytes are shown)`];
  return [...shown, ...structured, ...cut].join('\n');
}

/** What of a result is no text. */
export function resultFiles({ content }: Pick<ToolResult, 'content'>): readonly ResultFile[] {
  return content.flatMap((block, at) => {
    const source = block['type'] === 'resource' ? block['resource'] : block;
    const { data, blob, mimeType } = (source ?? {}) as Record<string, unknown>;
    const bytes = typeof data === 'string' ? data : blob;
    if (typeof bytes !== 'string') return [];
    return [{ number: at + 1, mediaType: typeof mimeType === 'string' ? mimeType : '', data: bytes }];
  });
}

/** The end of a file's name for what a server says that it is. */
export function extensionOf(mediaType: string): string {
  const [type = ''] = mediaType.toLowerCase().split(';');
  return Object.hasOwn(EXTENSIONS, type.trim()) ? (EXTENSIONS[type.trim()] ?? 'bin') : 'bin';
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'application/pdf': 'pdf',
  'application/json': 'json',
  'text/plain': 'txt',
  'text/html': 'html',
};

function blockText(block: ToolResult['content'][number], number: number): string {
  switch (block['type']) {
    case 'text':
      return linesOf(block['text']);
    case 'resource_link':
      return `[${number}] link: ${cleanText(textOf(block['uri']))} ${cleanText(textOf(block['name']))}`.trimEnd();
    case 'resource':
      return resourceText(block['resource'], number);
    default:
      return `[${number}] ${cleanText(textOf(block['type']))}: ${cleanText(textOf(block['mimeType']))}, --output FILE keeps it`;
  }
}

function resourceText(resource: unknown, number: number): string {
  const { uri, text, mimeType } = (resource ?? {}) as Record<string, unknown>;
  if (typeof text === 'string') return linesOf(text);
  return `[${number}] ${cleanText(textOf(uri))}: ${cleanText(textOf(mimeType))}, --output FILE keeps it`;
}

/** Line by line: what moves the cursor is taken away, what makes lines and columns stays. */
function linesOf(text: unknown): string {
  return textOf(text)
    .split(/\r?\n/)
    .map((line) => line.split('\t').map(keepIndent).join('\t'))
    .join('\n');
}

function keepIndent(text: string): string {
  const [indent = ''] = /^ */.exec(text) ?? [];
  return indent + cleanText(text);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).split('\n').map(keepIndent).join('\n');
}

/** A result as JSON, its members as MCP spells them. */
export function resultDocument(result: ToolResult, files: readonly string[]): object {
  const { tool, content, structuredContent, isError, truncated, durationMs, attempts } = result;
  return {
    tool,
    content,
    ...(structuredContent !== undefined && { structuredContent }),
    isError,
    ...(truncated && { truncated }),
    duration_ms: durationMs,
    attempts,
    ...(files.length > 0 && { files }),
  };
}
