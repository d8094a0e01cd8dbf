import * as z from 'zod/mini';

/** How many items a page has when the caller does not say, and at most. */
export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 200;

/** The two members of every list's query. Query values arrive as text. */
export const pageQueryShape = {
  /** `next_cursor` of the page before; opaque. */
  cursor: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,512}$/, 'must be a cursor of an earlier page'))),
  /** 1 to 200, default 50. */
  limit: z.optional(
    z.string().check(
      z.regex(/^[0-9]{1,3}$/, 'must be a whole number'),
      z.refine((digits) => Number(digits) >= 1 && Number(digits) <= MAX_PAGE_SIZE, 'must be from 1 to 200'),
    ),
  ),
};

/** A page of a list: its items, and the cursor of the next page or null after the last. */
export function pageOf<Item extends z.ZodMiniType>(item: Item) {
  return z.object({ items: z.array(item), next_cursor: z.nullable(z.string()) });
}
