import type { JsonObject } from '../../words/tool.ts';
import { isPlainObject } from '../option-checks.ts';
import { cutToBytes, utf8Length } from './byte-length.ts';
import { jsonBytes, jsonUnits } from './json-size.ts';

export interface WholeResult {
  readonly content: readonly JsonObject[];
  readonly structuredContent?: unknown;
}

export interface ResultLimits {
  readonly textBytes: number;
  readonly blockBytes: number;
}

export interface CutResult {
  readonly content: readonly JsonObject[];
  readonly structuredContent: unknown;
  /** Bytes of UTF-8 before and after; what is in base64 counts as it is sent. */
  readonly bytes: number;
  readonly keptBytes: number;
}

/** A result of more blocks is cut, however short they are. */
export const MAX_BLOCKS = 1_000;

/** Whether a result is so small that nobody need look closer: what nearly every call pays. */
export function isSmall({ content, structuredContent }: WholeResult, { textBytes }: ResultLimits): boolean {
  // No character takes more than three bytes per code unit.
  const limit = Math.floor(textBytes / 3);
  if (content.length > MAX_BLOCKS || !content.every(({ type }) => type === 'text')) return false;
  return jsonUnits(content, limit) <= limit && jsonUnits(structuredContent, limit) <= limit;
}

/**
 * Keeps of a result what is within the limits: text up to the last whole character, other blocks whole or not at all. Undefined
 * when all of it is. Structured content may take as much as all text: it mostly says the same once more, and half of it is none.
 */
export function cutResult(result: WholeResult, limits: ResultLimits): CutResult | undefined {
  let left = limits.textBytes;
  let bytes = 0;
  let keptBytes = 0;
  const content: JsonObject[] = [];
  for (const block of result.content) {
    const piece = content.length < MAX_BLOCKS ? cutBlock(block, left, limits) : leaveOut(block);
    bytes += piece.bytes;
    keptBytes += piece.keptBytes;
    if (piece.isText) left -= piece.keptBytes;
    // After a cut nothing more of the text: what follows would read as if it belonged to it.
    if (piece.isText && piece.keptBytes < piece.bytes) left = 0;
    if (piece.kept !== undefined) content.push(piece.kept);
  }
  const structured = measureStructured(result.structuredContent, limits.textBytes);
  if (keptBytes === bytes && structured.isKept) return undefined;
  return {
    content,
    structuredContent: structured.isKept ? result.structuredContent : undefined,
    bytes: bytes + structured.bytes,
    keptBytes: keptBytes + (structured.isKept ? structured.bytes : 0),
  };
}

interface Piece {
  readonly kept: JsonObject | undefined;
  readonly bytes: number;
  readonly keptBytes: number;
  readonly isText: boolean;
}

function cutBlock(block: JsonObject, left: number, limits: ResultLimits): Piece {
  const { type, text, data, resource } = block;
  if (type === 'text' && typeof text === 'string')
    return cutText(block, { text, left, put: (cut) => ({ type, text: cut }) });
  if (typeof data === 'string') return wholeOrNothing(block, jsonBytes(block), limits.blockBytes);
  if (isPlainObject(resource) && typeof resource['blob'] === 'string') {
    return wholeOrNothing(block, jsonBytes(block), limits.blockBytes);
  }
  if (isPlainObject(resource) && typeof resource['text'] === 'string') {
    const { uri, mimeType, text: inner } = resource;
    const put = (cut: string) => ({ type, resource: { uri, ...(mimeType !== undefined && { mimeType }), text: cut } });
    return cutText(block, { text: inner, left, put });
  }
  return { ...wholeOrNothing(block, jsonBytes(block), left), isText: true };
}

interface Cut {
  readonly text: string;
  readonly left: number;
  readonly put: (cut: string) => JsonObject;
}

/** Of a block that is cut nothing but its text is kept: its other members count, and could be as long. */
function cutText(block: JsonObject, { text, left, put }: Cut): Piece {
  const bytes = textSize(block, text);
  if (bytes <= left) return { kept: block, bytes, keptBytes: bytes, isText: true };
  const cut = cutToBytes(text, left);
  const kept = cut === '' ? undefined : put(cut);
  return { kept, bytes, keptBytes: Math.min(utf8Length(cut), bytes - 1), isText: true };
}

/** Of a plain text its bytes alone: two members, `type` and `text`, are not worth measuring. */
function textSize(block: JsonObject, text: string): number {
  const isPlain = block['type'] === 'text' && Object.keys(block).length === 2;
  return isPlain ? utf8Length(text) : utf8Length(text) + jsonBytes(block) - jsonBytes(text);
}

function wholeOrNothing(block: JsonObject, bytes: number, limit: number): Piece {
  const isKept = bytes <= limit;
  return { kept: isKept ? block : undefined, bytes, keptBytes: isKept ? bytes : 0, isText: false };
}

function leaveOut(block: JsonObject): Piece {
  return { kept: undefined, bytes: Math.max(1, jsonBytes(block)), keptBytes: 0, isText: true };
}

function measureStructured(value: unknown, limit: number): { readonly bytes: number; readonly isKept: boolean } {
  if (value === undefined) return { bytes: 0, isKept: true };
  const bytes = jsonBytes(value);
  return { bytes, isKept: bytes <= limit };
}
