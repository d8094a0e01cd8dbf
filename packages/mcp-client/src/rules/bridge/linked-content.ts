import type { JsonObject } from '../../words/tool.ts';
import { isPlainObject } from '../option-checks.ts';

/** Blocks of content whose links to resources, and resources themselves, go by the addresses that a bridge takes. */
export function linkedContent(
  blocks: readonly JsonObject[],
  addressOf: (uri: string) => string,
): readonly JsonObject[] {
  if (!blocks.some(({ type }) => type === 'resource_link' || type === 'resource')) return blocks;
  return blocks.map((block) => linkedBlock(block, addressOf));
}

/** The same for one block, such as that of a prompt's message. */
export function linkedBlock(block: JsonObject, addressOf: (uri: string) => string): JsonObject {
  const { type, uri, resource } = block;
  if (type === 'resource_link' && typeof uri === 'string') return { ...block, uri: addressOf(uri) };
  if (type !== 'resource' || !isPlainObject(resource) || typeof resource['uri'] !== 'string') return block;
  return { ...block, resource: { ...resource, uri: addressOf(resource['uri']) } };
}
