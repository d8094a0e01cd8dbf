import { expect, test } from 'vitest';
import { textWidth } from '../../../src/rules/views/text-width.ts';

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
