import { expect, test } from 'vitest';
import { pageOf } from '../../../src/rules/bridge/page.ts';

interface Item {
  readonly name: string;
  readonly description: string;
}

const tools = (count: number, description = ''): readonly Item[] =>
  Array.from({ length: count }, (_, at) => ({ name: `t${at}`, description }));

const named = (items: readonly Item[], cursor: string | undefined) =>
  pageOf(items, { keyOf: ({ name }) => name, cursor });

function allPages(all: readonly Item[]) {
  const pages: (readonly Item[])[] = [];
  for (let page = named(all, undefined); page !== undefined;) {
    pages.push(page.items);
    page = page.nextCursor === undefined ? undefined : named(all, page.nextCursor);
  }
  return pages;
}

test.each([
  [0, [0]],
  [999, [999]],
  [1_000, [1_000]],
  [1_001, [1_000, 1]],
])('%d tools come on pages of %j', (count, sizes) => {
  const pages = allPages(tools(count));
  expect(pages.map(({ length }) => length)).toEqual(sizes);
  expect(pages.flat()).toEqual(tools(count));
});

test('large definitions come on more pages, and one that is larger than a page comes alone', () => {
  const pages = allPages(tools(5, 'x'.repeat(1_500_000)));
  expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
  expect(allPages(tools(2, 'x'.repeat(3_000_000))).map(({ length }) => length)).toEqual([1, 1]);
});

test('a cursor whose tool has gone is none', () => {
  expect(named(tools(3), 't9')).toBeUndefined();
});
