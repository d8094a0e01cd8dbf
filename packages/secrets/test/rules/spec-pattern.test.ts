import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { findPatternFlaw, fitsPattern } from '../../src/rules/spec-pattern.ts';

describe('findPatternFlaw', () => {
  it.each([
    'abc',
    String.raw`gh[pous]_[\w.\-]{36,1000}|github_pat_\w{36,243}`,
    '(?:live|test)_[0-9a-f]{32}',
    String.raw`a*b+c?`,
    String.raw`\p{L}{3}[*+?(){}]{5}\*\+\?`,
    'x'.repeat(200),
  ])('takes %s', (pattern) => {
    expect(findPatternFlaw(pattern)).toBeUndefined();
  });

  it.each([
    ['', 'characters'],
    ['x'.repeat(201), 'characters'],
    ['(', 'regular expression'],
    ['a)|(b', 'regular expression'],
    ['[z-a]', 'regular expression'],
    ['(?=a)a', 'look around'],
    ['(?<!a)b', 'look around'],
    ['(?<name>a)', 'look around'],
    [String.raw`(a)\1`, 'refer to groups'],
    ['(a+)+', 'repeat a group'],
    ['(?:a|b)*', 'repeat a group'],
    ['(?:ab){3}', 'repeat a group'],
    ['a*b*c*d*', 'varying length'],
    ['a?a?a?a?', 'varying length'],
    ['a{1,2}b{1,}c+d{2,3}', 'varying length'],
  ])('refuses %s', (pattern, flaw) => {
    expect(findPatternFlaw(pattern)).toContain(flaw);
  });
});

describe('fitsPattern', () => {
  it('matches the whole value', () => {
    expect(fitsPattern('ab|cd', new Secret('ab'))).toBe(true);
    expect(fitsPattern('ab|cd', new Secret('abd'))).toBe(false);
    expect(fitsPattern('ab|cd', new Secret('acd'))).toBe(false);
    expect(fitsPattern('ab', new Secret('ab\n'))).toBe(false);
  });

  it('says nothing without a pattern, and of more than 1,024 characters', () => {
    expect(fitsPattern(undefined, new Secret('ab'))).toBeUndefined();
    expect(fitsPattern('x+', new Secret('x'.repeat(1_024)))).toBe(true);
    expect(fitsPattern('x+', new Secret('x'.repeat(1_025)))).toBeUndefined();
  });
});
