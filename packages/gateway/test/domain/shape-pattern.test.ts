import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { compileShapePattern } from '../../src/domain/shape-pattern.ts';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

describe('a pattern of foreign keys', () => {
  it.each([
    ['abc', ['abc'], ['ab', 'abcd', 'xabc', 'ABC', '']],
    ['a-b_c', ['a-b_c'], ['a.b_c']],
    ['[a-c]', ['a', 'b', 'c'], ['d', '-', 'B', '']],
    ['[a-]', ['a', '-'], ['b']],
    ['[-a]', ['a', '-'], ['b']],
    ['[+/.]', ['+', '/', '.'], ['a']],
    ['[\\d_]', ['5', '_'], ['a', 'd', '\\']],
    ['\\w', ['a', 'Z', '0', '_'], ['-', 'é', '']],
    ['\\d\\.\\d', ['1.2'], ['1x2']],
    ['\\[\\]\\{\\}', ['[]{}'], ['']],
    ['a{3}', ['aaa'], ['aa', 'aaaa']],
    ['a{1,3}', ['a', 'aa', 'aaa'], ['', 'aaaa']],
    ['a{2,}', ['aa', 'a'.repeat(500)], ['a']],
    ['a+', ['a', 'aa'], ['', 'b']],
    ['a*b', ['b', 'aab'], ['a', 'aba']],
    ['ab?c', ['ac', 'abc'], ['abbc']],
    ['\\w+a\\w+', ['xax', 'aaa'], ['ax', 'xa', 'aa']],
    ['[a-z]*[0-9]*[a-z]*', ['', 'a', '1', 'a1a', 'aa11'], ['1a1', 'A']],
    [
      UUID,
      ['01234567-89ab-cdef-0123-456789abcdef'],
      ['01234567-89ab-cdef-0123-456789abcde', '01234567-89AB-cdef-0123-456789abcdef'],
    ],
  ])('%s takes the whole of what it describes and nothing else', (source, taken, refused) => {
    const matches = compileShapePattern(source);
    for (const text of taken) expect([text, matches(text)]).toEqual([text, true]);
    for (const text of refused) expect([text, matches(text)]).toEqual([text, false]);
  });

  it('never takes a line end or what is no ASCII in place of something else', () => {
    const matches = compileShapePattern('\\w+');
    for (const text of ['abc\n', '\nabc', 'abc\0', 'abcé', 'abc\u2028', 'ab\ud83d\ude00'])
      expect(matches(text)).toBe(false);
  });

  it('agrees with a regular expression about random patterns and texts', () => {
    const random = createSeededRandom(21);
    const below = (limit: number) => (random(new Uint8Array(1))[0] ?? 0) % limit;
    const atoms = ['a', 'b', '[ab]', '[b-c]', '\\d', '\\w', '-'];
    const quantifiers = ['', '', '+', '*', '?', '{2}', '{1,2}', '{2,}'];
    let taken = 0;
    for (let round = 0; round < 3_000; round++) {
      const source = Array.from(
        { length: 1 + below(4) },
        () => (atoms[below(atoms.length)] ?? '') + (quantifiers[below(quantifiers.length)] ?? ''),
      ).join('');
      const text = Array.from({ length: below(8) }, () => 'abc1-'.charAt(below(5))).join('');
      const expected = new RegExp(`^(?:${source})$`).test(text);
      expect([source, text, compileShapePattern(source)(text)]).toEqual([source, text, expected]);
      if (expected) taken++;
    }
    expect(taken).toBeGreaterThan(100);
  });

  it('needs few steps for texts that make regular expressions backtrack for years', () => {
    const matches = compileShapePattern('\\w*'.repeat(60) + '!');
    // As many ways through it as 60 among 512: finishing at all is the proof.
    expect(matches('a'.repeat(512))).toBe(false);
    expect(matches(`${'a'.repeat(511)}!`)).toBe(true);
  });

  it.each([
    '',
    'a'.repeat(257),
    '(a)',
    'a|b',
    '^a',
    'a$',
    '.',
    'a/b',
    '[',
    '[a',
    '[]',
    '[^a]',
    ']',
    '{2}',
    'a{2',
    'a{,2}',
    'a{3,2}',
    'a{0}',
    'a{513}',
    'a{1000}',
    'a++',
    'a+?',
    'a*+',
    'a{2}{3}',
    '?a',
    '\\',
    '\\b',
    '\\1',
    '\\s',
    '\\u0041',
    '\\p',
    '\\D',
    'a b',
    'é',
    'a\n',
    '[z-a]',
    '[a-\\d]',
    '[!-~]',
    '[ ]',
  ])('%j is not understood', (source) => {
    expect(() => compileShapePattern(source)).toThrow(TypeError);
  });

  it('may have 256 characters', () => {
    expect(compileShapePattern('a'.repeat(256))('a'.repeat(256))).toBe(true);
  });
});
