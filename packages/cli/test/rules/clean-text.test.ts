import { expect, test } from 'vitest';
import { cleanJson, cleanText } from '../../src/rules/clean-text.ts';

test.each([
  ['escape sequences', 'a\u001b[2Jb', 'ab'],
  ['hyperlinks', '\u001b]8;;https://example.com\u0007text\u001b]8;;\u0007', 'text'],
  ['eight-bit controls', 'a\u009b2Jb', 'ab'],
  ['line breaks', 'a\r\nb', 'a b'],
  ['line separators', 'a\u2028b', 'a b'],
  ['turning marks', 'a\u202eb', 'a b'],
  ['nothing dangerous', 'Grüße, 世界 👋', 'Grüße, 世界 👋'],
])('%s leave no trace', (_, text, clean) => {
  expect(cleanText(text)).toBe(clean);
});

test('JSON says the same and holds no control character', () => {
  const value = { name: 'a\u001b[2J\u009b\u007f\u2028\u202e', fine: 'ü' };
  const text = cleanJson(value);
  expect(JSON.parse(text)).toEqual(value);
  expect(text.replaceAll('\n', '')).toMatch(/^[^\p{Cc}\u2028\u202e]*$/u);
  expect(text).toContain('ü');
});
