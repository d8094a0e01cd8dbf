import { expect, it } from 'vitest';
import { isSameValue } from '../../../src/rules/catalog/same-value.ts';

const make = () => ({ url: 'x', args: ['a', { b: 1 }], left: undefined });

it('compares plain objects and lists by what they hold', () => {
  expect(isSameValue(make(), make())).toBe(true);
  expect(isSameValue({ a: undefined }, {})).toBe(true);
  expect(isSameValue(make(), { ...make(), args: ['a', { b: 2 }] })).toBe(false);
  expect(isSameValue(make(), { ...make(), args: ['a'] })).toBe(false);
  expect(isSameValue({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(isSameValue([], {})).toBe(false);
});

it('compares everything else by being one and the same', () => {
  const call = () => 1;
  expect(isSameValue({ call }, { call })).toBe(true);
  expect(isSameValue({ call }, { call: () => 1 })).toBe(false);
  expect(isSameValue(new Map(), new Map())).toBe(false);
});
