import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellLine } from '../../src/rules/shell-line.ts';

test('plain words stay as they are', () => {
  expect(shellLine(['wicketgate', 'run', '--', 'npm', 'start'])).toBe('wicketgate run -- npm start');
});

test('a shell takes the line apart into the same words', () => {
  const words = ["it's", '$HOME', '`id`', 'a b', '', '"', '\\', 'x;y', '~', '*', 'two\nlines'];
  const printed = execFileSync('sh', ['-c', shellLine(['printf', '%s\\0', ...words])], { encoding: 'utf8' });
  expect(printed.split('\0').slice(0, -1)).toEqual(words);
});
