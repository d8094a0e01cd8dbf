import { describe, expect, it } from 'vitest';
import { offeredServers, offersMetaTools } from '../src/offered-servers.ts';
import type { ConfiguredServer } from '../src/server-setting.ts';
import { toolSettings } from '../src/tool-settings.ts';

const read = (values: Record<string, unknown>) => toolSettings((name) => values[name]);

describe('the settings of the tools', () => {
  it('have defaults', () => {
    expect(read({})).toEqual({ servers: undefined, strategy: 'progressive', limit: 30, keepsCatalog: true });
  });

  it('are what the person has set', () => {
    const values = { 'wicketgate.tools.strategy': 'full', 'wicketgate.tools.max': 50, 'wicketgate.tools.cache': false };
    expect(read(values)).toMatchObject({ strategy: 'full', limit: 50, keepsCatalog: false });
  });

  it.each([
    [4, 5],
    [5, 5],
    [30.9, 30],
    [150, 150],
    [151, 150],
    [Number.NaN, 30],
    ['50', 30],
  ])('take %s tools at most for %s', (value, limit) => {
    expect(read({ 'wicketgate.tools.max': value }).limit).toBe(limit);
  });

  it('know no strategy that nobody can follow here', () => {
    for (const strategy of ['semantic', 'profile', 7]) {
      expect(read({ 'wicketgate.tools.strategy': strategy }).strategy).toBe('progressive');
    }
  });
});

describe('the servers that VS Code is given', () => {
  const server = (id: string): ConfiguredServer => ({
    id,
    url: `https://${id}.example`,
    headers: {},
    isOfGateway: false,
  });
  const servers = ['a', 'b', 'c'].map(server);
  const given = (strategy: 'minimal' | 'progressive' | 'full', counts: Record<string, number> = {}) =>
    offeredServers({ settings: { strategy, limit: 30 }, servers, toolsOf: ({ id }) => counts[id] }).map(({ id }) => id);

  it('are none with minimal, and all with full', () => {
    expect(given('minimal')).toEqual([]);
    expect(given('full', { a: 1_000 })).toEqual(['a', 'b', 'c']);
  });

  it('are with progressive those whose tools fit together, in the order of the setting', () => {
    expect(given('progressive', { a: 10, b: 20 })).toEqual(['a', 'b', 'c']);
    expect(given('progressive', { a: 10, b: 21, c: 20 })).toEqual(['a', 'c']);
    expect(given('progressive', { a: 31, b: 30, c: 1 })).toEqual(['b']);
  });

  it('are with progressive also those that were never asked', () => {
    expect(given('progressive')).toEqual(['a', 'b', 'c']);
  });

  it('leave the meta-tools to those who have servers, and not every tool anyway', () => {
    expect(offersMetaTools({ strategy: 'minimal' }, servers)).toBe(true);
    expect(offersMetaTools({ strategy: 'progressive' }, servers)).toBe(true);
    expect(offersMetaTools({ strategy: 'full' }, servers)).toBe(false);
    expect(offersMetaTools({ strategy: 'minimal' }, [])).toBe(false);
  });
});
