import { describe, expect, it } from 'vitest';
import type { Pick } from '../../../src/rules/loader/picks.ts';
import { defaultFoundTokens, trimPicks, type TrimLimits } from '../../../src/rules/loader/trim-picks.ts';

/** Each costs the tokens that its id says. */
const pick = (tokens: number, isFound: boolean, name = 'x'): Pick => ({
  id: `${name}/${tokens}`,
  priority: 'high',
  score: 1,
  reasons: [],
  isFound,
});

const limits = (given: Partial<TrimLimits>): TrimLimits => ({
  limit: 100,
  tokenLimit: undefined,
  foundTokens: 100,
  tokensOf: (id) => Number(id.split('/')[1]),
  ...given,
});

const kept = (picks: readonly Pick[], given: Partial<TrimLimits>) =>
  trimPicks(picks, limits(given)).kept.map(({ id }) => id);

describe('the limit of tools', () => {
  it('keeps the first ones', () => {
    const picks = [pick(1, false, 'a'), pick(1, false, 'b'), pick(1, false, 'c')];
    expect(kept(picks, { limit: 2 })).toEqual(['a/1', 'b/1']);
    expect(kept(picks, { limit: 3 })).toHaveLength(3);
    expect(trimPicks(picks, limits({ limit: 2 })).dropped.map(({ id }) => id)).toEqual(['c/1']);
  });
});

describe('the limit of tokens', () => {
  it('is met to the token, and a tool that is too large makes room for a smaller one', () => {
    const picks = [pick(60, false, 'a'), pick(50, true, 'b'), pick(40, false, 'c')];
    expect(kept(picks, { tokenLimit: 100 })).toEqual(['a/60', 'c/40']);
    expect(kept(picks, { tokenLimit: 99 })).toEqual(['a/60']);
    expect(kept(picks, { tokenLimit: 150 })).toHaveLength(3);
  });

  it('may leave nothing', () => {
    expect(kept([pick(60, true)], { tokenLimit: 59 })).toEqual([]);
  });
});

describe('the budget of what is found', () => {
  it('does not count what was asked for by name', () => {
    expect(kept([pick(1_000, false, 'a'), pick(60, true, 'b'), pick(41, true, 'c'), pick(40, true, 'd')], {})).toEqual([
      'a/1000',
      'b/60',
      'd/40',
    ]);
  });

  it('always leaves the best', () => {
    expect(kept([pick(5_000, true, 'a'), pick(1, true, 'b')], {})).toEqual(['a/5000']);
  });

  it('is 2 % of the catalog less the meta-tools, and at least 500 tokens', () => {
    expect(defaultFoundTokens(100_000, 274)).toBe(1_726);
    expect(defaultFoundTokens(38_700, 274)).toBe(500);
    expect(defaultFoundTokens(38_750, 274)).toBe(501);
    expect(defaultFoundTokens(0, 274)).toBe(500);
  });
});
