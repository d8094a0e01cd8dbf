import { toolId } from '@wicketgate/contract';
import type { ToolJudge } from './compile-policy.ts';
import { resourceSpellings } from './resource-spellings.ts';

/** Reading a resource or a prompt changes nothing: MCP has no way of saying that one does. */
const READ_ONLY = { readOnlyHint: true, idempotentHint: true };

/** Whether a policy of tools allows a prompt, by `server/prompt`. */
export function isPromptAllowed(judge: ToolJudge, server: string, name: string): boolean {
  return judge({ id: toolId(server, name), annotations: READ_ONLY });
}

/** Code units: a template filled in may hold a whole query, and nobody reads further. */
const LONGEST_URI = 65_536;

/** Whether it allows a resource, by `server/URI`: as it is written, and as its server may understand it. */
export function isResourceAllowed(judge: ToolJudge, server: string, uri: string): boolean {
  if (uri.length > LONGEST_URI) return false;
  const { aliases, targets } = resourceSpellings(uri);
  const aliasIds = aliases.map((alias) => toolId(server, alias));
  const isAllowed = (spelling: string) =>
    judge({ id: toolId(server, spelling), annotations: READ_ONLY, aliases: aliasIds });
  return [uri, ...targets].every(isAllowed);
}
