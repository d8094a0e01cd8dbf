import { expect, test } from 'vitest';
import { withKnownWords } from '../../../src/rules/completion/known-words.ts';
import type { CompletionNode } from '../../../src/rules/completion/tree.ts';

const node = (path: string): CompletionNode => ({
  path,
  commands: [],
  options: [
    { names: ['--server'], summary: '', takes: 'text' },
    { names: ['--url'], summary: '', takes: 'text' },
  ],
  words: ['given'],
});

function wordsAt(path: string, tools: readonly string[], servers: readonly string[] = ['files']) {
  return withKnownWords([node(path)], { servers, tools })[0];
}

test('tools stand where a command takes one, servers where it takes these, and nothing else changes', () => {
  const tools = ['files/read'];
  expect(wordsAt('/tools/call', tools)?.words).toEqual(['files/read']);
  for (const path of ['/mcp/test', '/mcp/remove', '/mcp/login', '/mcp/logout']) {
    expect(wordsAt(path, tools)?.words).toEqual(['files']);
  }
  expect(wordsAt('/keys/list', tools)?.words).toEqual(['given']);
  expect(wordsAt('/keys/list', tools)?.options.map(({ takes }) => takes)).toEqual([['files'], 'text']);
});

test('without servers an option takes any text', () => {
  expect(wordsAt('/tools/list', [], [])?.options[0]?.takes).toBe('text');
});

test.each(["a/b'; rm -rf x", 'a/$(x)', 'a/`x`', 'a/b c', 'a/b\nc', '-a/b', 'a/*', `a/${'x'.repeat(127)}`])(
  'a name that a shell could act on stands in no script: %j',
  (name) => {
    expect(wordsAt('/tools/call', [name, 'a/good'])?.words).toEqual(['a/good']);
  },
);

test.each([
  [999, 999],
  [1_000, 1_000],
  [1_001, 1_000],
])('of %d names %d stand in the script', (count, expected) => {
  const tools = Array.from({ length: count }, (_, at) => `a/t${at}`);
  expect(wordsAt('/tools/call', tools)?.words).toHaveLength(expected);
});
