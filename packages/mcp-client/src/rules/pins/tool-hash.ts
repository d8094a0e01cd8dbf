import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ToolDefinition } from '../../words/tool.ts';
import { canonicalJson } from './canonical-json.ts';

/** All that a model or a person reads of a tool, in canonical form: what is pinned. */
export function canonicalTool(tool: ToolDefinition): string {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  return canonicalJson({ name, title, description, inputSchema, outputSchema, annotations });
}

/** SHA-256 of a text, as 64 hexadecimal digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** SHA-256 of the canonical form, as 64 hexadecimal digits. */
export function toolHash(tool: ToolDefinition): string {
  return sha256Hex(canonicalTool(tool));
}
