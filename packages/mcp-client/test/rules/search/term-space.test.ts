import { expect, it } from 'vitest';
import { counted, type FieldCounts } from '../../../src/rules/search/field-counts.ts';
import { TermSpace, type FieldModel } from '../../../src/rules/search/term-space.ts';
import { FIELDS } from '../../../src/rules/search/tool-fields.ts';

const MODEL: FieldModel = {
  weights: {
    name: 4,
    title: 0,
    summary: 1,
    description: 0,
    parameters: 0,
    parameterDescriptions: 0,
    server: 0,
    serverDescription: 0,
  },
  k1: 2,
  b: 0.6,
};
const NAME = FIELDS.indexOf('name');
const SUMMARY = FIELDS.indexOf('summary');
const countsOf = (name: number, summary: number): FieldCounts => {
  let counts = 0;
  for (let at = 0; at < name; at += 1) counts = counted(counts, NAME);
  for (let at = 0; at < summary; at += 1) counts = counted(counts, SUMMARY);
  return counts;
};
const lengths = (name: number, summary: number) =>
  Uint32Array.from(FIELDS, (field) => (field === 'name' ? name : field === 'summary' ? summary : 0));

/** Two tools: one with two words of name and four of summary, one with four and eight. */
function twoTools(): TermSpace {
  const space = new TermSpace(MODEL);
  space.reserve(2);
  const list = space.listOf('issue');
  list.add(0, countsOf(1, 2));
  space.addLengths(0, lengths(2, 4));
  list.add(1, countsOf(0, 1));
  space.addLengths(1, lengths(4, 8));
  return space;
}

it('is worth what BM25F says: fields weighed by length, then saturated', () => {
  const space = twoTools();
  const list = space.find('issue');
  const impacts = list === undefined ? [] : [...space.impactsOf(list).slice(0, 2)];
  // Average lengths are 3 and 6.
  const first = (4 * 1) / (0.4 + (0.6 * 2) / 3) + (1 * 2) / (0.4 + (0.6 * 4) / 6);
  const second = 1 / (0.4 + (0.6 * 8) / 6);
  expect(impacts[0]).toBeCloseTo((first * 3) / (first + 2), 12);
  expect(impacts[1]).toBeCloseTo((second * 3) / (second + 2), 12);
});

it('tells rare terms from frequent ones', () => {
  const space = twoTools();
  expect(space.idf(0)).toBeCloseTo(Math.log(1 + 2.5 / 0.5), 12);
  expect(space.idf(2)).toBeCloseTo(Math.log(1 + 0.5 / 2.5), 12);
});

it('measures anew after a tool went', () => {
  const space = twoTools();
  const list = space.listOf('issue');
  space.impactsOf(list);
  list.remove(0);
  space.removeLengths(0);
  const weight = 1 / (0.4 + 0.6);
  expect(list.size).toBe(1);
  expect(space.impactsOf(list)[0]).toBeCloseTo((weight * 3) / (weight + 2), 12);
});

it('forgets a term that no tool has', () => {
  const space = twoTools();
  const list = space.listOf('issue');
  list.remove(0);
  space.dropWhenEmpty(list);
  expect(space.find('issue')).toBe(list);
  list.remove(1);
  space.dropWhenEmpty(list);
  expect(space.find('issue')).toBeUndefined();
});
