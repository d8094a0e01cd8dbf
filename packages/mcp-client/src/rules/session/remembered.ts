import { isJsonObject } from '../json-object.ts';
import type { Negotiated } from '../../words/negotiated.ts';
import type { JsonObject } from '../../words/tool.ts';

/** After this an agreement on an old revision is no longer believed: the server may have been upgraded. */
export const LEGACY_LIFE_MS = 86_400_000;

/** What is remembered of a server, if it still holds. `at`: when the server was asked; one from the future is not believed. */
export function believed(
  record: { readonly negotiated: Negotiated; readonly at: number } | undefined,
  now: number,
): Negotiated | undefined {
  if (record === undefined || record.at > now) return undefined;
  if (record.negotiated.era === 'legacy') return now - record.at < LEGACY_LIFE_MS ? record.negotiated : undefined;
  return record.negotiated.discover === undefined ? undefined : record.negotiated;
}

/** Parts of MCP that a server has or has not, whoever asks. */
const PARTS = ['completions', 'logging', 'prompts', 'resources', 'tools'] as const;

/**
 * What may be told to every caller of an agreement with one: which revisions and which parts of MCP the server speaks, and which
 * program it is. What a server says of itself to one caller is not for another.
 */
export function partialAgreement({ era, protocolVersion, serverInfo, discover }: Negotiated): Negotiated {
  const { name, version } = serverInfo;
  return {
    ...{ era, protocolVersion, serverInfo: { name, version }, instructions: undefined, partial: true },
    discover: discover && partialAnswer(discover),
  };
}

function partialAnswer({ supportedVersions, capabilities }: JsonObject): JsonObject {
  const said = isJsonObject(capabilities) ? capabilities : {};
  const parts = PARTS.filter((part) => isJsonObject(said[part])).map((part) => [part, switchesOf(said[part])]);
  return { supportedVersions, capabilities: Object.fromEntries(parts) as JsonObject };
}

/** `listChanged`, `subscribe`: anything that is more than a yes or no may say more than it should. */
function switchesOf(part: unknown): JsonObject {
  return Object.fromEntries(Object.entries(part as JsonObject).filter(([, value]) => typeof value === 'boolean'));
}

/** Whether a call may be made on it: a caller who had no tools says nothing of what another has. */
export function servesCalls({ era, discover, partial }: Negotiated): boolean {
  if (era === 'legacy' || partial !== true) return true;
  return isJsonObject(discover?.['capabilities']) && discover['capabilities']['tools'] !== undefined;
}
