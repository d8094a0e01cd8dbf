import { compileToolPattern } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { type Candidates, gatherPicks, type Ranked } from '../../../src/rules/loader/gather-picks.ts';

const IDS = ['a/1', 'a/2', 'b/1', 'b/2', 'c/1'];

const ranked = (scores: Record<string, number>, confidence: Ranked['confidence'] = 'high'): Ranked => ({
  by: 'index',
  confidence,
  hits: Object.entries(scores).map(([id, score]) => ({ id, score, reasons: [`name: ${id}`] })),
});

const candidates = (given: Partial<Candidates>): Candidates => ({
  strategy: 'progressive',
  ids: IDS,
  ranked: ranked({}, 'none'),
  profile: [],
  always: [],
  fallback: [],
  keywords: [],
  ...given,
});

/** `id priority` of each pick. */
const picked = (given: Partial<Candidates>) =>
  gatherPicks(candidates(given)).map(({ id, priority }) => `${id} ${priority}`);

const PROFILE = [
  { fits: compileToolPattern('b'), priority: 'high' as const, rationale: 'works on b' },
  { fits: compileToolPattern('b/2'), priority: 'critical' as const, rationale: 'lives by it' },
  { fits: compileToolPattern('c'), priority: 'medium' as const, rationale: 'sometimes' },
];

describe('progressive', () => {
  it('takes what is always available, the critical and high tools of the profile, and what is found', () => {
    const given = { always: [compileToolPattern('a/2')], profile: PROFILE, ranked: ranked({ 'c/1': 1, 'a/1': 0.3 }) };
    expect(picked(given)).toEqual(['a/2 critical', 'b/2 critical', 'c/1 high', 'b/1 high', 'a/1 medium']);
  });

  it('puts a tool that is called by its name before everything', () => {
    expect(picked({ ranked: ranked({ 'c/1': 1.5, 'a/1': 1 }) })).toEqual(['c/1 critical', 'a/1 high']);
  });

  it('drops what scores less than a fifth of the best', () => {
    expect(picked({ ranked: ranked({ 'a/1': 1, 'a/2': 0.2, 'b/1': 0.19 }) })).toEqual(['a/1 high', 'a/2 medium']);
  });

  it('takes at most five guesses, at the lowest priority', () => {
    const ids = Array.from({ length: 7 }, (_, at) => `g/${at}`);
    const scores = Object.fromEntries(ids.map((id) => [id, 1]));
    const made = gatherPicks(candidates({ ids, ranked: ranked(scores, 'low') }));
    expect(made.map(({ priority }) => priority)).toEqual(Array<string>(5).fill('low'));
  });

  it('takes nothing for a request that nothing answers', () => {
    expect(picked({})).toEqual([]);
  });

  it('falls back only when nothing answers, and only where that is configured', () => {
    const fallback = [compileToolPattern('c')];
    expect(picked({ fallback })).toEqual(['c/1 low']);
    expect(picked({ fallback, ranked: ranked({ 'a/1': 1 }) })).toEqual(['a/1 high']);
    expect(picked({ fallback, always: [compileToolPattern('a/1')] })).toEqual(['a/1 critical', 'c/1 low']);
  });
});

describe('keywords', () => {
  const rule = (pattern: string) => ({
    keyword: 'deploy',
    fits: compileToolPattern(pattern),
    isExact: pattern === 'b/2',
  });

  it('take a named tool as high, and those of a pattern as medium unless they are found too', () => {
    expect(picked({ keywords: [rule('b/2')] })).toEqual(['b/2 high']);
    expect(picked({ keywords: [rule('a/*')], ranked: ranked({ 'a/2': 0.1 }) })).toEqual(['a/2 high', 'a/1 medium']);
  });

  it('take at most five tools for a pattern, the best found first', () => {
    const ids = Array.from({ length: 40 }, (_, at) => `big/${String(at).padStart(2, '0')}`);
    const made = picked({ ids, keywords: [rule('big')], ranked: ranked({ 'big/39': 0.1 }) });
    expect(made).toEqual(['big/39 high', 'big/00 medium', 'big/01 medium', 'big/02 medium', 'big/03 medium']);
  });

  it('count as an answer: nothing falls back beside them', () => {
    expect(picked({ keywords: [rule('b/2')], fallback: [compileToolPattern('c')] })).toEqual(['b/2 high']);
  });
});

describe('the other strategies', () => {
  it('minimal takes what is as good as the best, and no guess', () => {
    const scores = { 'a/1': 1, 'a/2': 0.5, 'b/1': 0.49 };
    expect(picked({ strategy: 'minimal', ranked: ranked(scores), profile: PROFILE })).toEqual(['a/1 high', 'a/2 high']);
    expect(picked({ strategy: 'minimal', ranked: ranked(scores, 'low') })).toEqual([]);
  });

  it('profile takes every tool of the profile, ordered by priority and then by the task', () => {
    const given = { strategy: 'profile' as const, profile: PROFILE, ranked: ranked({ 'a/1': 1, 'c/1': 0.7 }) };
    expect(picked(given)).toEqual(['b/2 critical', 'b/1 high', 'c/1 medium']);
  });

  it('full takes every tool', () => {
    expect(picked({ strategy: 'full' })).toEqual(IDS.map((id) => `${id} medium`));
  });
});

describe('a tool that several reasons speak for', () => {
  it('stands once, with the highest priority and score and every reason', () => {
    const [pick, ...others] = gatherPicks(
      candidates({ always: [compileToolPattern('b/2')], profile: PROFILE, ranked: ranked({ 'b/2': 0.4 }) }),
    );
    expect(pick).toEqual({
      id: 'b/2',
      priority: 'critical',
      score: 0.4,
      reasons: ['always available', 'lives by it', 'name: b/2'],
      isFound: false,
    });
    expect(others.map(({ id }) => id)).toEqual(['b/1']);
  });
});

describe('the order', () => {
  it('is by priority, score and id, whatever the order of the catalog', () => {
    const given = { ranked: ranked({ 'b/2': 0.6, 'b/1': 0.6, 'a/1': 0.9 }) };
    expect(picked({ ...given, ids: [...IDS].reverse() })).toEqual(['a/1 high', 'b/1 high', 'b/2 high']);
    expect(picked(given)).toEqual(['a/1 high', 'b/1 high', 'b/2 high']);
  });
});
