import type { ServerPrompt, ServerResource, ServerResourceTemplate } from '../../words/offers.ts';
import type { JsonObject } from '../../words/tool.ts';

/** A resource as MCP has it, under its address. */
export function bridgedResource({ server: _, uri: __, address, ...described }: ServerResource): JsonObject {
  return { uri: address, ...described };
}

export function bridgedTemplate(template: ServerResourceTemplate): JsonObject {
  const { server: _, uriTemplate: __, addressTemplate, ...described } = template;
  return { uriTemplate: addressTemplate, ...described };
}

/** A prompt as MCP has it, under its wire name. */
export function bridgedPrompt({ server: _, name: __, id: ___, wireName, ...described }: ServerPrompt): JsonObject {
  return { name: wireName, ...described };
}
