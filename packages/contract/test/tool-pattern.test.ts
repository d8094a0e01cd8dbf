import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileToolPattern } from '../src/tool-pattern.ts';

describe('a pattern of tools', () => {
  it.each([
    ['github/create_issue', 'github/create_issue', true],
    ['github/create_issue', 'github/create_issues', false],
    ['github/*', 'github/anything', true],
    ['github/*', 'github', false],
    ['github/*', 'gitlab/anything', false],
    ['github', 'github/anything', true],
    ['github', 'github-enterprise/anything', false],
    ['git*', 'gitlab/anything', true],
    ['*', 'github/anything', true],
    ['*/read_*', 'files/read_file', true],
    ['*/read_*', 'files/unread_file', false],
    ['*/*_file', 'files/read_file', true],
    ['*/*_file', 'files/read_file_info', false],
    ['a/b*b', 'a/b', false],
    ['a/b*b', 'a/bb', true],
    ['a/*x*y*', 'a/1x2y3', true],
    ['a/*x*y*', 'a/1y2x3', false],
    ['github/Create', 'github/create', false],
    ['a/b.c', 'a/bxc', false],
    ['a/[bc]', 'a/b', false],
    ['a/**', 'a/b/c', true],
  ])('%s over %s: %s', (pattern, id, fits) => {
    expect(compileToolPattern(pattern)(id)).toBe(fits);
  });

  it('decides as a regular expression would', () => {
    const text = fc.stringMatching(/^[ab/]{0,8}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[ab*]{0,5}\/[ab*]{0,6}$/), text, (pattern, id) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(id);
        expect(compileToolPattern(pattern)(id)).toBe(expected);
      }),
      { seed: 7, numRuns: 5_000 },
    );
  });

  it('is quick however many stars it has', () => {
    const fits = compileToolPattern(`a/${'*a'.repeat(2_000)}b`);
    expect(fits(`a/${'a'.repeat(20_000)}`)).toBe(false);
  });

  it('must not be empty', () => {
    expect(() => compileToolPattern('')).toThrow(TypeError);
  });
});
