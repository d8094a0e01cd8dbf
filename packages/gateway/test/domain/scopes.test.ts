import { describe, expect, it } from 'vitest';
import { grantScopes, parseScope } from '../../src/domain/scopes.ts';

describe('the scopes of a request', () => {
  it.each<[string | undefined, readonly string[] | null]>([
    [undefined, null],
    ['', null],
    ['a', ['a']],
    ['a b a', ['a', 'b']],
    ['openid profile email offline_access', []],
    ['openid releases:read', ['releases:read']],
  ])('%j are %j', (text, scopes) => {
    expect(parseScope(text)).toEqual(scopes);
  });

  it.each(['a  b', ' a', 'a ', 'a"b', 'a\\b', 'ä', 'a\tb', 'a'.repeat(2_001)])('are malformed in %j', (text) => {
    expect(parseScope(text)).toBeUndefined();
  });

  it('may be 2,000 characters long', () => {
    expect(parseScope('a'.repeat(2_000))).toHaveLength(1);
  });
});

describe('what is granted', () => {
  it('is all that the person has when nothing is named', () => {
    expect(grantScopes(null, ['a', 'b'])).toEqual(['a', 'b']);
  });

  it('is never more than was asked for, nor than the person has', () => {
    const subsets = [[], ['a'], ['b'], ['a', 'b'], ['b', 'c'], ['a', 'b', 'c']];
    for (const asked of subsets) {
      for (const has of subsets) {
        const granted = grantScopes(asked, has);
        expect(granted).toEqual(has.filter((scope) => asked.includes(scope)));
        expect(granted.every((scope) => asked.includes(scope) && has.includes(scope))).toBe(true);
      }
    }
  });
});
