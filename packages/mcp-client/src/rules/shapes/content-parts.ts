import type { ModelToolResult } from '../../words/exposed-tool.ts';
import type { JsonObject } from '../../words/tool.ts';
import { isJsonObject } from '../json-object.ts';

/** A block of a result, as every model API can take it or say that it cannot. */
export type ContentPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `data` is base64. */
  | { readonly kind: 'image' | 'file'; readonly data: string; readonly mimeType: string };

/**
 * The parts of a result, in order. Never empty: a result of no blocks is its structured content, or says that there is nothing. A blank text
 * is no part, because the Messages API refuses a conversation with one in it.
 */
export function contentParts({ content, structuredContent }: ModelToolResult): readonly ContentPart[] {
  const parts = content.map(partOf).filter((part) => part.kind !== 'text' || part.text.trim() !== '');
  if (parts.length > 0) return parts;
  return [{ kind: 'text', text: structuredContent === undefined ? '(no content)' : JSON.stringify(structuredContent) }];
}

/** A part that an API cannot take, as a note. */
export function noteOf(part: ContentPart): string {
  if (part.kind === 'text') return part.text;
  return `[${part.kind} of type ${part.mimeType}, ${byteLength(part.data)} bytes, not shown]`;
}

const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/** The type of an image that every model API takes; undefined for anything else, which must become a note. */
export function imageTypeOf(part: ContentPart): ImageType | undefined {
  if (part.kind !== 'image' || !isBase64(part.data)) return undefined;
  const type = part.mimeType.toLowerCase();
  return IMAGE_TYPES.find((known) => known === (type === 'image/jpg' ? 'image/jpeg' : type));
}

/** With at least one byte. */
export function isBase64(data: string): boolean {
  return data.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(data);
}

function partOf(block: JsonObject): ContentPart {
  const { type, text, data, mimeType, resource } = block;
  if (type === 'text' && typeof text === 'string') return textPart(text);
  if (typeof data === 'string' && typeof mimeType === 'string') {
    return { kind: type === 'image' ? 'image' : 'file', data, mimeType };
  }
  if (type === 'resource' && isJsonObject(resource)) return resourcePart(resource);
  if (type === 'resource_link') return textPart(linkText(block));
  return textPart(JSON.stringify(block));
}

/** APIs refuse a request whose JSON holds half of a surrogate pair. */
function textPart(text: string): ContentPart {
  return { kind: 'text', text: text.replace(/\p{Cs}/gu, '\ufffd') };
}

function resourcePart({ uri, text, blob, mimeType }: JsonObject): ContentPart {
  if (typeof text === 'string') return textPart(`${String(uri)}\n${text}`);
  if (typeof blob !== 'string') return textPart(String(uri));
  const type = typeof mimeType === 'string' ? mimeType : 'application/octet-stream';
  return { kind: type.startsWith('image/') ? 'image' : 'file', data: blob, mimeType: type };
}

function linkText({ uri, name, description }: JsonObject): string {
  const told = [name, description].filter((text) => typeof text === 'string' && text !== '');
  return [...told, String(uri)].join(': ');
}

function byteLength(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}
