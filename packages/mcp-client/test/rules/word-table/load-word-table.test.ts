import { expect, it } from 'vitest';
import { loadWordTable } from '../../../src/rules/word-table/load-word-table.ts';
import { formatTable } from '../../../src/rules/word-table/table-format.ts';

const table = loadWordTable(
  formatTable({
    words: ['creating', 'create', 'fog'],
    dimensions: 2,
    weights: Uint8Array.of(32, 0, 255),
    rows: Int8Array.of(3, -4, 127, 0, 0, 0),
  }),
);

it('gives the unit vector of a stem', () => {
  expect([...(table.vectorOf('creat') ?? [])]).toEqual([Math.fround(0.6), Math.fround(-0.8)]);
});

it('takes the first of several words of one stem, which is the most frequent', () => {
  expect(table.vectorOf('creat')?.[1]).toBeLessThan(0);
});

it('knows nothing of a stem that it does not have, whatever its name', () => {
  for (const stem of ['dog', '', '__proto__', 'constructor']) {
    expect(table.vectorOf(stem)).toBeUndefined();
    expect(table.weightOf(stem)).toBe(0);
  }
});

it('halves a weight in 32 steps', () => {
  expect(table.weightOf('creat')).toBe(0.5);
  expect(table.weightOf('fog')).toBeCloseTo(2 ** (-255 / 32), 12);
});

it('leaves a row of zeros without a direction', () => {
  expect([...(table.vectorOf('fog') ?? [])]).toEqual([0, 0]);
});

it('tells its size and the length of its vectors', () => {
  expect([table.size, table.dimensions]).toEqual([3, 2]);
});

it('gives vectors that a caller may change', () => {
  table.vectorOf('creat')?.fill(9);
  expect(table.vectorOf('creat')?.[0]).toBeLessThan(1);
});
