import { expect, it } from 'vitest';
import { added, counted, countIn, firstField, type FieldCounts } from '../../../src/rules/search/field-counts.ts';
import { FIELDS } from '../../../src/rules/search/tool-fields.ts';

const times = (field: number, count: number): FieldCounts =>
  Array.from({ length: count }).reduce<FieldCounts>((counts) => counted(counts, field), 0);

it('has room for every field', () => {
  expect(FIELDS).toHaveLength(8);
});

it.each([0, 3, 7])('counts in field %i to 15, and no further', (field) => {
  expect([1, 14, 15, 16, 1_000].map((count) => countIn(times(field, count), field))).toEqual([1, 14, 15, 15, 15]);
});

it.each([0, 3, 7])('leaves the neighbours of field %i alone', (field) => {
  const counts = times(field, 20);
  for (const other of FIELDS.keys()) if (other !== field) expect(countIn(counts, other)).toBe(0);
});

it('adds field by field', () => {
  const sum = added(added(times(0, 9), times(7, 2)), added(times(0, 9), times(7, 3)));
  expect([countIn(sum, 0), countIn(sum, 1), countIn(sum, 7)]).toEqual([15, 0, 5]);
});

it('knows the first field that has anything', () => {
  expect([0, 1, 6, 7].map((field) => firstField(times(field, 8)))).toEqual([0, 1, 6, 7]);
  expect(firstField(added(times(7, 15), times(2, 1)))).toBe(2);
});
