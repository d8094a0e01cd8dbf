import { expect, test } from 'vitest';
import { oneLine, textWidth } from '../../../src/rules/views/text-width.ts';

test.each([
  ['', 0],
  ['key', 3],
  ['é', 1],
  ['e\u0301', 1],
  ['鍵', 2],
  ['カギ', 4],
  ['ｶｷ', 2],
  ['열쇠', 4],
  ['Ａ１', 4],
  ['🔑', 2],
  ['👩‍💻', 2],
  ['⚠\ufe0f', 2],
  ['…', 1],
  ['\u001b[32mactive\u001b[39m', 6],
])('%j takes %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test.each([
  ['abcd', 5, 'abcd'],
  ['abcd', 4, 'ab…'],
  ['\u001b[2mabcd\u001b[22m', 5, '\u001b[2mabcd\u001b[22m'],
  ['\u001b[2mabcd\u001b[22m', 4, 'ab…'],
  ['鍵鍵鍵', 7, '鍵鍵鍵'],
  ['鍵鍵鍵', 6, '鍵鍵…'],
  ['鍵鍵鍵', 5, '鍵…'],
  ['abcd', 1, '…'],
])('%j in a line of %i columns is %j', (text, columns, line) => {
  expect(oneLine(text, columns)).toBe(line);
});
