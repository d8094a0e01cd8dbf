import type { OfferKind } from '../../words/offers.ts';
import type { JsonObject } from '../../words/tool.ts';

/** Pages that are fetched of one listing at most. */
export const MOST_PAGES = 256;
/** Once a listing holds more entries than this no further page is fetched. */
export const MOST_ENTRIES = 10_000;

const NOUNS: Readonly<Record<ListMember, string>> = {
  tools: 'tools',
  resources: 'resources',
  resourceTemplates: 'templates of resources',
  prompts: 'prompts',
};

/** The member of a page that holds the list; tools, unless something else is said. */
export type ListMember = 'tools' | OfferKind;

/** One page of a list as it came: its entries are not looked at. */
export interface ListingPage {
  readonly entries: readonly unknown[];
  readonly nextCursor: string | undefined;
  readonly ttlMs: number | undefined;
  readonly cacheScope: 'public' | 'private';
}

export interface ListingSoFar {
  readonly entries: readonly unknown[];
  /** Of the page to fetch next; undefined when there is none. */
  readonly nextCursor: string | undefined;
  readonly cursors: ReadonlySet<string>;
  readonly pages: number;
  /** The shortest that a page asked for. */
  readonly ttlMs: number | undefined;
  readonly cacheScope: 'public' | 'private';
}

export const EMPTY_LISTING: ListingSoFar = {
  entries: [],
  nextCursor: undefined,
  cursors: new Set(),
  pages: 0,
  ttlMs: undefined,
  cacheScope: 'public',
};

/** Reads a page; a text where it is none says what is wrong. */
export function readPage(result: JsonObject, member: ListMember = 'tools'): ListingPage | string {
  const { [member]: entries, nextCursor, ttlMs, cacheScope } = result;
  if (!Array.isArray(entries)) return `A page of its ${NOUNS[member]} holds no list.`;
  if (nextCursor !== undefined && nextCursor !== null && typeof nextCursor !== 'string') {
    return `A page of its ${NOUNS[member]} names the next one by something that is no text.`;
  }
  return {
    entries,
    nextCursor: nextCursor ?? undefined,
    ttlMs: typeof ttlMs === 'number' && Number.isFinite(ttlMs) ? ttlMs : undefined,
    cacheScope: cacheScope === 'public' ? 'public' : 'private',
  };
}

/** Adds a page; a text where the listing may not go on says why. */
export function withPage(
  listing: ListingSoFar,
  page: ListingPage,
  member: ListMember = 'tools',
): ListingSoFar | string {
  const entries = [...listing.entries, ...page.entries];
  const pages = listing.pages + 1;
  const nextCursor = entries.length > MOST_ENTRIES ? undefined : page.nextCursor;
  if (nextCursor !== undefined) {
    const list = `Its list of ${NOUNS[member]}`;
    if (listing.cursors.has(nextCursor)) return `${list} leads back to a page that was fetched already.`;
    if (pages === MOST_PAGES) return `${list} has more than ${MOST_PAGES} pages.`;
  }
  return {
    entries,
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
