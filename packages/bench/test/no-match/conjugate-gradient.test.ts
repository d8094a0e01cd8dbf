import { expect, test } from 'vitest';
import { conjugateGradient } from '../../no-match/conjugate-gradient.ts';

const MATRIX = [
  [4, 1, 0],
  [1, 3, -1],
  [0, -1, 2],
];
const times = (vector: Float64Array): Float64Array =>
  Float64Array.from(MATRIX, (row) => row.reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0));

test('The conjugate gradient solves what a matrix does to a vector', () => {
  const solution = conjugateGradient(times, Float64Array.from([1, 2, 3]));
  [1, 2, 3].forEach((value, at) => {
    expect(times(solution)[at]).toBeCloseTo(value, 9);
  });
});

test('The conjugate gradient answers zeros for zeros', () => {
  expect([...conjugateGradient(times, new Float64Array(3))]).toEqual([0, 0, 0]);
});
