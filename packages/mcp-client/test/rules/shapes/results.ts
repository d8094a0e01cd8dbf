import type { ModelToolResult } from '../../../src/words/exposed-tool.ts';
import type { JsonObject } from '../../../src/words/tool.ts';

export function resultOf(...content: readonly JsonObject[]): ModelToolResult {
  return { content, structuredContent: undefined, isError: false };
}

/** Four bytes. */
export const PNG = { type: 'image', data: 'iVBORw==', mimeType: 'image/png' };
export const TIFF = { type: 'image', data: 'AAAA', mimeType: 'image/tiff' };
export const SOUND = { type: 'audio', data: 'AAAAAA==', mimeType: 'audio/wav' };
export const PDF = {
  type: 'resource',
  resource: { uri: 'file:///a.pdf', blob: 'JVBERg==', mimeType: 'application/pdf' },
};
export const TEXT = { type: 'text', text: 'done' };
