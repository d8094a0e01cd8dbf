import { describe, expect, it } from 'vitest';
import { createToolIndex } from '../../../src/rules/search/tool-index.ts';
import { loaderSettings } from '../../../src/services/loader/loader-settings.ts';
import type { LoaderOptions } from '../../../src/words/loader-options.ts';
import { catalogTool } from '../../loader-world.ts';

describe('options of a loader', () => {
  it.each<[string, number, number]>([
    ['limit', 1, 1_000],
    ['tokenLimit', 1, 10_000_000],
    ['listWithinMs', 1, 600_000],
    ['rankTimeoutMs', 1, 600_000],
    ['rankCacheMs', 0, 86_400_000],
    ['rankCacheSize', 1, 10_000],
    ['contextWindow', 1_000, 100_000_000],
    ['descriptionLimit', 64, 1_000_000],
  ])('%s may be %d to %d', (name, min, max) => {
    const given = (value: number) => () => loaderSettings({ [name]: value });
    expect(given(min)).not.toThrow();
    expect(given(max)).not.toThrow();
    for (const value of [min - 1, max + 1, Number.NaN, min + 0.5]) expect(given(value)).toThrow(TypeError);
    expect(given(max + 1)).toThrow(new RegExp(name));
  });

  it.each<[string, LoaderOptions]>([
    ['strategy', { strategy: 'best' as 'full' }],
    ['directShare', { directShare: 1.01 }],
    ['directShare', { directShare: Number.NaN }],
    ['pattern', { alwaysAvailable: [''] }],
    ['keyword', { keywords: { '-': ['a'] } }],
    ['priority', { profile: { name: 'x', entries: [{ pattern: 'a', priority: 'top' as 'low' }] } }],
  ])('are refused with a TypeError that names the %s', (name, options) => {
    expect(() => loaderSettings(options)).toThrow(TypeError);
    expect(() => loaderSettings(options)).toThrow(new RegExp(name));
  });

  it('take an empty index, and no other', () => {
    const index = createToolIndex();
    expect(loaderSettings({ index }).index).toBe(index);
    index.set(catalogTool('a/b'));
    expect(() => loaderSettings({ index })).toThrow(/index must be empty/);
  });

  it('have the defaults that their comments say', () => {
    expect(loaderSettings({})).toMatchObject({
      strategy: 'progressive',
      limit: undefined,
      tokenLimit: undefined,
      listWithinMs: 3_000,
      rankTimeoutMs: 5_000,
      rankCacheMs: 300_000,
      rankCacheSize: 100,
      directTokens: 10_000,
      descriptionLimit: 2_048,
      always: [],
      fallback: [],
    });
  });
});
