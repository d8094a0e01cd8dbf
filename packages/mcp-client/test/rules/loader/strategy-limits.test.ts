import { describe, expect, it } from 'vitest';
import { limitFor } from '../../../src/rules/loader/strategy-limits.ts';

describe('how many tools a strategy chooses', () => {
  it.each([
    ['minimal', 10],
    ['profile', 40],
    ['progressive', 30],
    ['semantic', 30],
    ['full', Number.POSITIVE_INFINITY],
  ] as const)('is for %s at most %d', (strategy, limit) => {
    expect(limitFor(strategy, undefined)).toBe(limit);
  });

  it('is what is given, but that minimal stays at ten', () => {
    expect([limitFor('progressive', 150), limitFor('full', 5)]).toEqual([150, 5]);
    expect([limitFor('minimal', 150), limitFor('minimal', 10), limitFor('minimal', 3)]).toEqual([10, 10, 3]);
  });
});
