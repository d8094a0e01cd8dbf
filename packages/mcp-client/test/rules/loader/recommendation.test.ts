import { describe, expect, it } from 'vitest';
import { type Figures, recommend } from '../../../src/rules/loader/recommendation.ts';
import type { StrategyStats } from '../../../src/words/loader-events.ts';

const NOTHING: StrategyStats = { selections: 0, empty: 0, missed: 0, tools: 0, tokens: 0 };

const figures = (given: Partial<Figures>): Figures => ({
  strategy: 'progressive',
  switched: undefined,
  catalog: { servers: 5, tools: 200, tokens: 40_000 },
  byStrategy: { minimal: NOTHING, profile: NOTHING, progressive: NOTHING, semantic: NOTHING, full: NOTHING },
  ranking: { asked: 0, cached: 0, failed: 0 },
  calls: { searches: 0, tools: 0, failed: 0 },
  directTokens: 10_000,
  ...given,
});

const of = (given: Partial<Figures>) => recommend(figures(given)).strategy;
const minimal = (given: Partial<StrategyStats>) => ({
  ...figures({}).byStrategy,
  minimal: { ...NOTHING, ...given },
});

describe('the recommended strategy', () => {
  it('is full as long as every tool fits, to the token', () => {
    const catalog = (tokens: number) => ({ servers: 1, tools: 20, tokens });
    expect(of({ catalog: catalog(10_000) })).toBe('full');
    expect(of({ catalog: catalog(10_001) })).toBe('progressive');
  });

  it('is progressive instead of full when they do not fit', () => {
    expect(recommend(figures({ strategy: 'full' }))).toEqual({
      strategy: 'progressive',
      reason: 'All 200 tools are 40000 tokens in every request.',
    });
  });

  it('leaves a function that fails more than every second time, once that is known', () => {
    const ranking = (failed: number, asked: number) => ({ asked, cached: 0, failed });
    expect(of({ strategy: 'semantic', ranking: ranking(6, 10) })).toBe('progressive');
    expect(of({ strategy: 'semantic', ranking: ranking(5, 10) })).toBe('semantic');
    expect(of({ strategy: 'semantic', ranking: ranking(9, 9) })).toBe('semantic');
  });

  it('is wider when more than 3 of 10 tasks get none of the tools that were found for them', () => {
    const missing = (missed: number, selections: number) =>
      of({ strategy: 'minimal', byStrategy: minimal({ missed, selections }) });
    expect(missing(4, 10)).toBe('progressive');
    expect(missing(3, 10)).toBe('minimal');
    expect(missing(9, 9)).toBe('minimal');
  });

  it('is no wider for tasks that the catalog has no tool for', () => {
    expect(of({ strategy: 'minimal', byStrategy: minimal({ empty: 10, selections: 10 }) })).toBe('minimal');
  });

  it('is the present one before any tool is known', () => {
    expect(recommend(figures({ catalog: { servers: 0, tools: 0, tokens: 0 } }))).toEqual({
      strategy: 'progressive',
      reason: 'No tools are known yet.',
    });
  });

  it('stays what it is otherwise', () => {
    expect(recommend(figures({}))).toEqual({ strategy: 'progressive', reason: 'Nothing speaks against it.' });
  });
});
