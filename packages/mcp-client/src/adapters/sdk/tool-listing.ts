import type { Logger } from '@wicketgate/core';
import type { ToolListing } from '../../ports/server-connection.ts';
import { headerParameters } from '../../rules/session/header-parameters.ts';
import type { ToolDefinition } from '../../words/tool.ts';
import { fetchPages, type PagesRequest } from './list-pages.ts';

export interface ListingRequest extends PagesRequest {
  /** Whether calls carry parameters in headers: a tool that declares them wrongly must not be offered then. */
  readonly checkHeaders: boolean;
  readonly logger: Logger | undefined;
}

/** The whole listing of a server, page by page. Throws `bad_answer` for one without an end. */
export async function fetchListing(request: ListingRequest): Promise<ToolListing> {
  const { entries, ttlMs, cacheScope } = await fetchPages(request, 'tools');
  return { tools: offered(entries, request), ttlMs, cacheScope };
}

/** Entries go on as they came: whoever keeps them checks each for itself. */
function offered(entries: readonly unknown[], { checkHeaders, logger }: ListingRequest): readonly ToolDefinition[] {
  const tools = entries as readonly ToolDefinition[];
  if (!checkHeaders) return tools;
  return tools.filter((tool) => {
    const flaw = headerParameters((tool as ToolDefinition | null | undefined)?.inputSchema);
    if (typeof flaw !== 'string') return true;
    logger?.warn({ tool: tool.name, flaw }, 'a tool is left out: it declares headers wrongly');
    return false;
  });
}
