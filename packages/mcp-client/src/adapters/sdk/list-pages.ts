import type { Client, StandardSchemaV1 } from '@modelcontextprotocol/client';
import {
  EMPTY_LISTING,
  type ListingPage,
  type ListingSoFar,
  type ListMember,
  readPage,
  withPage,
} from '../../rules/session/listing.ts';
import { McpError } from '../../words/errors.ts';
import type { JsonObject } from '../../words/tool.ts';
import { LIST_METHODS } from './list-methods.ts';
import type { WatchedTransport } from './watched-transport.ts';

export interface PagesRequest {
  readonly client: Client;
  readonly transport: WatchedTransport;
  readonly options: { readonly signal: AbortSignal; readonly timeout: number };
}

/** A whole list of a server, page by page and as it came. Throws `bad_answer` for one without an end. */
export async function fetchPages(request: PagesRequest, member: ListMember): Promise<ListingSoFar> {
  let listing = EMPTY_LISTING;
  do {
    const page = await fetchPage(request, member, listing.nextCursor);
    const next: ListingSoFar | string = withPage(listing, page, member);
    if (typeof next === 'string') throw new McpError('bad_answer', next);
    listing = next;
  } while (listing.nextCursor !== undefined);
  return listing;
}

async function fetchPage(
  { client, transport, options }: PagesRequest,
  member: ListMember,
  cursor: string | undefined,
): Promise<ListingPage> {
  const params = cursor === undefined ? {} : { cursor };
  const result = await client.request({ method: LIST_METHODS[member], params }, ANY_OBJECT, options);
  const entries = result[member];
  const page = readPage(Array.isArray(entries) ? (transport.pageOf(entries) ?? result) : result, member);
  if (typeof page === 'string') throw new McpError('bad_answer', page);
  return page;
}

/** Takes results as they come. */
export const ANY_OBJECT: StandardSchemaV1<JsonObject> = {
  '~standard': { version: 1, vendor: 'wicketgate', validate: (value) => ({ value: value as JsonObject }) },
};
