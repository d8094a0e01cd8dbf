import { DEFAULT_PAGE_SIZE } from '@wicketgate/contract';
import type { Call } from './call.ts';
import { Refusal } from './refusal.ts';

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** The page of a list that a query asks for; a cursor is the id of the last item before. */
export function pageOf<Item extends { readonly id: string }>(
  wanted: readonly Item[],
  query: Call['query'],
): Page<Item> {
  const after = query['cursor'] === undefined ? 0 : wanted.findIndex(({ id }) => id === query['cursor']) + 1;
  if (query['cursor'] !== undefined && after === 0) {
    throw new Refusal('invalid_field', {
      errors: [{ field: 'cursor', message: 'must be a cursor of an earlier page' }],
    });
  }
  const end = after + Number(query['limit'] ?? DEFAULT_PAGE_SIZE);
  return { items: wanted.slice(after, end), nextCursor: end < wanted.length ? (wanted[end - 1]?.id ?? null) : null };
}
