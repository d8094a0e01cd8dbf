import { describe, expect, test } from 'vitest';
import { atLeast, atMost, figureOf } from '../src/figure.ts';
import { asJson, asTable } from '../src/report.ts';

const figures = [
  figureOf({ figure: 'verify', unit: 'µs', goal: atMost(2), ours: 1.23456, peers: { 'better-auth': 657.4 } }),
  figureOf({ figure: 'rate', unit: 'per second', goal: atLeast(4_000), ours: 3_999.9 }),
];

describe('A figure', () => {
  test.each([
    [atMost(2), 1.99, true],
    [atMost(2), 2, true],
    [atMost(2), 2.01, false],
    [atLeast(4_000), 3_990, false],
    [atLeast(4_000), 4_000, true],
    [atMost(0), 0, true],
  ])('holds against %o with %d: %s', (goal, ours, holds) => {
    expect(figureOf({ figure: 'x', unit: 'µs', goal, ours }).holds).toBe(holds);
  });

  test('is judged as it is shown, to three digits', () => {
    expect(figures[1]).toMatchObject({ ours: 4_000, holds: true });
  });
});

describe('The report', () => {
  test('is for programs one array with exactly the promised members', () => {
    const parsed = JSON.parse(asJson(figures)) as object[];
    expect(parsed).toEqual([
      { figure: 'verify', unit: 'µs', ours: 1.23, peers: { 'better-auth': 657 }, goal: '<= 2', holds: true },
      { figure: 'rate', unit: 'per second', ours: 4_000, peers: {}, goal: '>= 4000', holds: true },
    ]);
  });

  test('is for people a table with a column for each peer and a dash where it has no such figure', () => {
    expect(asTable(figures).split('\n')).toEqual([
      'figure  unit        ours  better-auth  goal     holds',
      '------  ----------  ----  -----------  -------  -----',
      'verify  µs          1.23  657          <= 2     yes',
      'rate    per second  4000  -            >= 4000  yes',
      '',
    ]);
  });

  test('shouts where a goal is missed', () => {
    const missed = figureOf({ figure: 'x', unit: 'µs', goal: atMost(1), ours: 2 });
    expect(asTable([missed])).toMatch(/ NO\n$/);
  });
});
