import { expect, test } from 'vitest';
import { atMost, NO_GOAL } from '../src/figure.ts';
import { OURS, row } from '../src/row.ts';

const medians = new Map([
  [OURS, { p50: 2, p99: 9 }],
  ['peer', { p50: 3 }],
]);

test('A row has our value of one metric and the peers of it', () => {
  expect(row(medians, { figure: 'read', unit: 'ms', metric: 'p50', goal: atMost(5) })).toEqual({
    ...{ figure: 'read', unit: 'ms', ours: 2, peers: { peer: 3 }, goal: '<= 5', holds: true },
  });
});

test('A row of what nobody measured is not a number, and misses its goal', () => {
  expect(row(medians, { figure: 'read', unit: 'ms', metric: 'p10', goal: atMost(5) }).holds).toBe(false);
});

test('A row without a goal says so, and holds', () => {
  expect(row(medians, { figure: 'read', unit: 'ms', metric: 'p99', goal: NO_GOAL })).toMatchObject({
    goal: 'none',
    holds: true,
  });
});
