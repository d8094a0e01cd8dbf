import { expect, it } from 'vitest';
import { principalDirections } from '../../word-table/principal.ts';

it('finds the directions in which vectors are longest, longest first, with a positive largest part', () => {
  const values = Float32Array.of(3, 3, 0, -3, -3, 0, 1, -1, 0, 0, 0, 0.1);
  const [first, second, third] = principalDirections({ dimensions: 3, values });
  const half = Math.SQRT1_2;
  expect([...(first ?? [])].map((value) => Math.round(value * 1e6) / 1e6)).toEqual(
    [half, half, 0].map((value) => Math.round(value * 1e6) / 1e6),
  );
  expect(Math.abs(second?.[0] ?? 0)).toBeCloseTo(half, 6);
  expect((second?.[0] ?? 0) + (second?.[1] ?? 0)).toBeCloseTo(0, 6);
  expect(third?.[2]).toBeCloseTo(1, 6);
});

it('gives the axes themselves for vectors along them', () => {
  const directions = principalDirections({ dimensions: 2, values: Float32Array.of(0, 2, 1, 0) });
  expect(directions.map((direction) => [...direction])).toEqual([
    [0, 1],
    [1, 0],
  ]);
});
