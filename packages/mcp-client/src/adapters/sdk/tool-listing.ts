import type { Client, StandardSchemaV1 } from '@modelcontextprotocol/client';
import type { Logger } from '@wicketgate/core';
import type { ToolListing } from '../../ports/server-connection.ts';
import { headerParameters } from '../../rules/session/header-parameters.ts';
import { EMPTY_LISTING, type ListingPage, type ListingSoFar, readPage, withPage } from '../../rules/session/listing.ts';
import { McpError } from '../../words/errors.ts';
import type { JsonObject, ToolDefinition } from '../../words/tool.ts';
import type { WatchedTransport } from './watched-transport.ts';

export interface ListingRequest {
  readonly client: Client;
  readonly transport: WatchedTransport;
  readonly options: { readonly signal: AbortSignal; readonly timeout: number };
  /** Whether calls carry parameters in headers: a tool that declares them wrongly must not be offered then. */
  readonly checkHeaders: boolean;
  readonly logger: Logger | undefined;
}

/** The whole listing of a server, page by page. Throws `bad_answer` for one without an end. */
export async function fetchListing(request: ListingRequest): Promise<ToolListing> {
  let listing = EMPTY_LISTING;
  do {
    const next: ListingSoFar | string = withPage(listing, await fetchPage(request, listing.nextCursor));
    if (typeof next === 'string') throw new McpError('bad_answer', next);
    listing = next;
  } while (listing.nextCursor !== undefined);
  const { ttlMs, cacheScope } = listing;
  return { tools: offered(listing.tools, request), ttlMs, cacheScope };
}

async function fetchPage(request: ListingRequest, cursor: string | undefined): Promise<ListingPage> {
  const { client, transport, options } = request;
  const params = cursor === undefined ? {} : { cursor };
  const result = await client.request({ method: 'tools/list', params }, ANY_OBJECT, options);
  const tools = result['tools'];
  const page = readPage(Array.isArray(tools) ? (transport.pageOf(tools) ?? result) : result);
  if (typeof page === 'string') throw new McpError('bad_answer', page);
  return page;
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

const ANY_OBJECT: StandardSchemaV1<JsonObject> = {
  '~standard': { version: 1, vendor: 'wicketgate', validate: (value) => ({ value: value as JsonObject }) },
};
