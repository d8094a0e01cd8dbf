import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../src/rules/json-schema/pattern.ts';
import { MAX_STEPS, OutOfBounds, Run } from '../../../src/rules/json-schema/run.ts';

const isFound = (pattern: string, text: string) => compilePattern(pattern)?.(text, new Run());

/** Patterns out of everything that is known, over a small alphabet; none that the language's own engine takes long for. */
const atom = fc.constantFrom(
  'a',
  'b',
  '1',
  '\\.',
  '.',
  '\\d',
  '\\W',
  '[ab]',
  '[^a\\]]',
  '\\u0061',
  '😀',
  '\\u{1F600}',
  '\\p{L}',
  '-',
);
const place = fc.constantFrom('^', '$', '\\b', '\\B', '');
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '+?', '{1,2}?');
const { pattern } = fc.letrec<{ pattern: string; sequence: string; part: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 3 },
    tie('sequence'),
    fc.tuple(tie('sequence'), tie('sequence')).map((both) => both.join('|')),
  ),
  sequence: fc
    .tuple(
      place,
      fc.array(
        fc.tuple(tie('part'), quantifier).map((both) => both.join('')),
        { maxLength: 3 },
      ),
      place,
    )
    .map(([before, parts, after]) => [before, ...parts, after].join('')),
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atom,
    fc.tuple(fc.constantFrom('(', '(?:', '(?<name>'), tie('pattern')).map(([open, inner]) => `${open}${inner})`),
  ),
}));
const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', '.', '-', ' ', '\n', '😀', ']'), maxLength: 8 });

function native(of: string): RegExp | undefined {
  try {
    return new RegExp(of, 'u');
  } catch {
    return undefined;
  }
}

describe('compilePattern', () => {
  it('finds what the engine of the language finds', () => {
    fc.assert(
      fc.property(pattern, text, (of, within) => {
        // V8 finds `\B` between the two halves of a character, where ECMA-262 (22.2.7.2) has no place to look.
        fc.pre(!(/\\b/i.test(of) && within.includes('😀')));
        const expression = native(of);
        expect(isFound(of, within)).toBe(expression?.test(within));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['^\\d{4}-\\d{2}-\\d{2}$', '2026-01-31', '2026-1-31'],
    ['^[a-z0-9]+(?:-[a-z0-9]+)*$', 'a-slug-of-3', 'a--slug'],
    ['^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$', 'anna@example.com', 'anna@example'],
    ['^(?:open|closed)$', 'open', 'opened'],
    ['colou?r', 'a colour', 'a colr'],
    ['', '', undefined],
    ['^.$', '😀', 'ab'],
    ['a/b', 'a/b', 'ab'],
  ])('%s', (of, fitting, other) => {
    expect(isFound(of, fitting)).toBe(true);
    if (other !== undefined) expect(isFound(of, other)).toBe(false);
  });

  it.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '(.*)*b', '^(([a-z])+.)+[A-Z]([a-z])+$', 'a*a*a*a*a*a*a*a*b'])(
    'goes through 40 letters once, and through 10,000: %s',
    (of) => {
      expect(isFound(of, `${'a'.repeat(40)}!`)).toBe(false);
      expect(isFound(of, `${'a'.repeat(10_000)}!`)).toBe(false);
    },
  );

  it.each(['(?=a)b', '(?!a)b', '(?<=a)b', '(?<!a)b', '(a)\\1', '(?<x>a)\\k<x>', 'a(b(?=c))'])(
    'has nothing for one that looks around or back: %s',
    (of) => {
      expect(compilePattern(of)).toBeUndefined();
    },
  );

  it.each(['(', '[', 'a**', '\\', '{', '(?<1>a)'])('has nothing for what is no pattern: %s', (of) => {
    expect(compilePattern(of)).toBeUndefined();
  });

  it('takes patterns of 1,000 characters, 2,000 parts and 50 groups within one another, and none beyond', () => {
    expect(compilePattern('a'.repeat(1_000))).toBeDefined();
    expect(compilePattern('a'.repeat(1_001))).toBeUndefined();
    const parts = (count: number) => compilePattern(`a{${count}}`);
    // The pattern, its sequence and its repetition are parts, too.
    expect(parts(1_997)).toBeDefined();
    expect(parts(1_998)).toBeUndefined();
    expect(compilePattern('(?:(?:(?:){2000}){2000}){2000}')).toBeUndefined();
    expect(compilePattern('a{9999999999}')).toBeUndefined();
    const groups = (count: number) => compilePattern(`${'('.repeat(count)}a${')'.repeat(count)}`);
    expect(groups(50)).toBeDefined();
    expect(groups(51)).toBeUndefined();
  });

  it('is given up when it takes too much', () => {
    expect(() => isFound('a', 'b'.repeat(MAX_STEPS))).toThrow(OutOfBounds);
    expect(() => isFound('[ab]{0,600}c', 'ab'.repeat(10_000))).toThrow(OutOfBounds);
  });
});
