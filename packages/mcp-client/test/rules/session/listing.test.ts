import { describe, expect, it } from 'vitest';
import {
  EMPTY_LISTING,
  type ListingPage,
  type ListingSoFar,
  MOST_ENTRIES,
  MOST_PAGES,
  readPage,
  withPage,
} from '../../../src/rules/session/listing.ts';

const page = (settings: Partial<ListingPage> = {}): ListingPage => ({
  ...{ entries: [{}], nextCursor: undefined, ttlMs: undefined, cacheScope: 'public', ...settings },
});

function listing(pages: readonly ListingPage[]): ListingSoFar | string {
  return pages.reduce<ListingSoFar | string>(
    (sum, next) => (typeof sum === 'string' ? sum : withPage(sum, next)),
    EMPTY_LISTING,
  );
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => page({ nextCursor: `page ${at + 1}` }));

describe('withPage', () => {
  it('joins pages', () => {
    expect(listing([page({ entries: [1, 2], nextCursor: 'b' }), page({ entries: [3] })])).toMatchObject({
      ...{ entries: [1, 2, 3], pages: 2, nextCursor: undefined },
    });
  });

  it('ends a listing that leads back to a page that was fetched', () => {
    expect(listing([page({ nextCursor: 'a' }), page({ nextCursor: 'b' }), page({ nextCursor: 'a' })])).toContain(
      'leads back',
    );
  });

  it('ends a listing that goes on after the last page it may have', () => {
    expect(listing(numbered(MOST_PAGES - 1))).toMatchObject({ pages: MOST_PAGES - 1 });
    expect(listing([...numbered(MOST_PAGES - 1), page()])).toMatchObject({ pages: MOST_PAGES });
    expect(listing(numbered(MOST_PAGES))).toContain(`more than ${MOST_PAGES} pages`);
  });

  it('says of which list it speaks', () => {
    const back = withPage({ ...EMPTY_LISTING, cursors: new Set(['a']) }, page({ nextCursor: 'a' }), 'prompts');
    expect(back).toBe('Its list of prompts leads back to a page that was fetched already.');
  });

  it('fetches no further page once there are more tools than anybody may list', () => {
    const full = Array.from({ length: MOST_ENTRIES }, () => ({}));
    expect(listing([page({ entries: full, nextCursor: 'b' })])).toMatchObject({ nextCursor: 'b' });
    expect(listing([page({ entries: [...full, {}], nextCursor: 'b' })])).toMatchObject({ nextCursor: undefined });
  });

  it('is as short-lived as the shortest-lived page, and private as soon as one is', () => {
    expect(listing([page({ ttlMs: 500, nextCursor: 'b' }), page({ ttlMs: 100 })])).toMatchObject({ ttlMs: 100 });
    expect(listing([page({ ttlMs: 500, nextCursor: 'b' }), page()])).toMatchObject({
      ttlMs: 500,
      cacheScope: 'public',
    });
    expect(listing([page({ nextCursor: 'b' }), page({ cacheScope: 'private' })])).toMatchObject({
      cacheScope: 'private',
    });
  });
});

describe('readPage', () => {
  it('reads a page, and takes silence about sharing for private', () => {
    expect(readPage({ tools: [], ttlMs: 'soon', nextCursor: null })).toEqual({
      ...{ entries: [], nextCursor: undefined, ttlMs: undefined, cacheScope: 'private' },
    });
    expect(readPage({ tools: [], ttlMs: 0, cacheScope: 'public', nextCursor: '' })).toMatchObject({
      ...{ ttlMs: 0, cacheScope: 'public', nextCursor: '' },
    });
  });

  it('says what is wrong with what is no page', () => {
    expect(readPage({ tools: {} })).toContain('no list');
    expect(readPage({ tools: [], nextCursor: 7 })).toContain('no text');
  });

  it('reads pages of other lists by their own member, and names them', () => {
    expect(readPage({ prompts: [1], tools: {} }, 'prompts')).toMatchObject({ entries: [1] });
    expect(readPage({ tools: [] }, 'resourceTemplates')).toBe('A page of its templates of resources holds no list.');
  });
});
