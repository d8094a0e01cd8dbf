import { describe, expect, it } from 'vitest';
import { DEFAULT_TTL_MS, isFresh, lifetimeOf, MAX_TTL_MS } from '../../../src/rules/catalog/freshness.ts';

const NOW = 1_000_000;
const lived = (ttlMs: number | undefined) => lifetimeOf(ttlMs, NOW).expiresAt - NOW;

describe('lifetimeOf', () => {
  it.each([
    ['nothing', undefined, DEFAULT_TTL_MS],
    ['0', 0, 0],
    ['a negative number', -5, 0],
    ['no number', Number.NaN, 0],
    ['a day', MAX_TTL_MS, MAX_TTL_MS],
    ['more than a day', MAX_TTL_MS + 1, MAX_TTL_MS],
    ['for ever', Infinity, MAX_TTL_MS],
    ['a second', 1_000, 1_000],
  ])('believes a server that says %s for as long as it may', (_, ttlMs, expected) => {
    expect(lived(ttlMs)).toBe(expected);
  });
});

describe('isFresh', () => {
  it('ends at the end, and not before', () => {
    const life = lifetimeOf(1_000, NOW);
    expect(isFresh(life, NOW)).toBe(true);
    expect(isFresh(life, NOW + 999)).toBe(true);
    expect(isFresh(life, NOW + 1_000)).toBe(false);
  });

  it('does not last longer for a clock that was set back', () => {
    expect(isFresh(lifetimeOf(1_000, NOW), NOW - 1)).toBe(false);
  });

  it('does not believe a stored end beyond the longest', () => {
    const life = { fetchedAt: NOW, expiresAt: NOW + 100 * MAX_TTL_MS };
    expect(isFresh(life, NOW + MAX_TTL_MS - 1)).toBe(true);
    expect(isFresh(life, NOW + MAX_TTL_MS)).toBe(false);
  });
});
