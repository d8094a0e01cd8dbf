/** Small enough for a client that reads lines of at most 10 MB, and large enough that most lists are one page. */
const PAGE_UNITS = 2_000_000;
const PAGE_ITEMS = 1_000;

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string | undefined;
}

export interface Paging<Item> {
  /** What an item is called by: no two alike. */
  readonly keyOf: (item: Item) => string;
  readonly cursor: string | undefined;
}

/**
 * The page that follows a cursor, which is the key of the last item before it: of at most 1,000 items and about 2 MB. Undefined
 * for a cursor that is none, also one whose item has gone meanwhile: the client begins anew.
 */
export function pageOf<Item>(items: readonly Item[], { keyOf, cursor }: Paging<Item>): Page<Item> | undefined {
  const start = cursor === undefined ? 0 : items.findIndex((item) => keyOf(item) === cursor) + 1;
  if (cursor !== undefined && start === 0) return undefined;
  let [end, units] = [start, 0];
  while (end < items.length && end - start < PAGE_ITEMS && (end === start || units < PAGE_UNITS)) {
    units += JSON.stringify(items[end]).length;
    end++;
  }
  const page = items.slice(start, end);
  const last = page.at(-1);
  return end < items.length && last !== undefined ? { items: page, nextCursor: keyOf(last) } : { items: page };
}
