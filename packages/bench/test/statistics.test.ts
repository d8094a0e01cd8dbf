import { describe, expect, test } from 'vitest';
import { median, percentile } from '../src/statistics.ts';

describe('The median', () => {
  test('is the middle of an odd number of values, whatever their order', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  test('is the mean of the two in the middle of an even number', () => {
    expect(median([4, 1, 3, 100])).toBe(3.5);
  });

  test('orders by value, not by the text of the numbers', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  test('leaves the given values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  test('of nothing is refused', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('A percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);

  test.each([
    [0, 1],
    [0.01, 1],
    [0.5, 50],
    [0.99, 99],
    [0.991, 100],
    [1, 100],
  ])('at %d of the numbers from 1 to 100 is %d', (share, value) => {
    expect(percentile(hundred, share)).toBe(value);
  });

  test.each([-0.01, 1.01, Number.NaN])('refuses the share %d', (share) => {
    expect(() => percentile(hundred, share)).toThrow(RangeError);
  });

  test('of nothing is refused', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});
