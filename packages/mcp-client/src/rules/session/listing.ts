import type { JsonObject } from '../../words/tool.ts';

/** Pages that are fetched of one listing at most. */
export const MOST_PAGES = 256;
/** Once a listing holds more tools than this no further page is fetched. */
export const MOST_TOOLS = 10_000;

/** One page of `tools/list` as it came: its tools are not looked at. */
export interface ListingPage {
  readonly tools: readonly unknown[];
  readonly nextCursor: string | undefined;
  readonly ttlMs: number | undefined;
  readonly cacheScope: 'public' | 'private';
}

export interface ListingSoFar {
  readonly tools: readonly unknown[];
  /** Of the page to fetch next; undefined when there is none. */
  readonly nextCursor: string | undefined;
  readonly cursors: ReadonlySet<string>;
  readonly pages: number;
  /** The shortest that a page asked for. */
  readonly ttlMs: number | undefined;
  readonly cacheScope: 'public' | 'private';
}

export const EMPTY_LISTING: ListingSoFar = {
  tools: [],
  nextCursor: undefined,
  cursors: new Set(),
  pages: 0,
  ttlMs: undefined,
  cacheScope: 'public',
};

/** Reads a page; a text where it is none says what is wrong. */
export function readPage(result: JsonObject): ListingPage | string {
  const { tools, nextCursor, ttlMs, cacheScope } = result;
  if (!Array.isArray(tools)) return 'A page of its tools holds no list.';
  if (nextCursor !== undefined && nextCursor !== null && typeof nextCursor !== 'string') {
    return 'A page of its tools names the next one by something that is no text.';
  }
  return {
    tools,
    nextCursor: nextCursor ?? undefined,
    ttlMs: typeof ttlMs === 'number' && Number.isFinite(ttlMs) ? ttlMs : undefined,
    cacheScope: cacheScope === 'public' ? 'public' : 'private',
  };
}

/** Adds a page; a text where the listing may not go on says why. */
export function withPage(listing: ListingSoFar, page: ListingPage): ListingSoFar | string {
  const tools = [...listing.tools, ...page.tools];
  const pages = listing.pages + 1;
  const nextCursor = tools.length > MOST_TOOLS ? undefined : page.nextCursor;
  if (nextCursor !== undefined) {
    if (listing.cursors.has(nextCursor)) return 'Its list of tools leads back to a page that was fetched already.';
    if (pages === MOST_PAGES) return `Its list of tools has more than ${MOST_PAGES} pages.`;
  }
  return {
    tools,
    nextCursor,
    pages,
    cursors: nextCursor === undefined ? listing.cursors : new Set([...listing.cursors, nextCursor]),
    ttlMs: shorter(listing.ttlMs, page.ttlMs),
    cacheScope: listing.cacheScope === 'public' ? page.cacheScope : 'private',
  };
}

function shorter(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}
