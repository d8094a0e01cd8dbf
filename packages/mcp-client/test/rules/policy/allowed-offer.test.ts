import { expect, test } from 'vitest';
import { isPromptAllowed, isResourceAllowed } from '../../../src/rules/policy/allowed-offer.ts';
import { compilePolicy } from '../../../src/rules/policy/compile-policy.ts';
import type { ToolPolicy } from '../../../src/words/tool-policy.ts';

const judgeOf = (policy: ToolPolicy) => compilePolicy(policy, { name: 'tools', server: undefined });
const allowed = (policy: ToolPolicy, server: string, uri: string) => isResourceAllowed(judgeOf(policy), server, uri);

test.each<[ToolPolicy, boolean]>([
  [{}, true],
  [{ allow: ['docs'] }, true],
  [{ allow: ['docs/file:///public/*'] }, true],
  [{ allow: ['docs/read_*'] }, false],
  [{ allow: [] }, false],
  [{ deny: ['docs'] }, false],
  [{ deny: ['docs/*.md'] }, false],
  [{ deny: ['docs/delete_*'] }, true],
  [{ allow: [{ readOnly: true }] }, true],
  [{ deny: [{ destructive: true }] }, true],
])('under %j reading file:///public/a.md of docs is allowed: %s', (policy, expected) => {
  expect(allowed(policy, 'docs', 'file:///public/a.md')).toBe(expected);
});

const SECRET = [
  'file:///public/../secret/a.md',
  'file:///public/%2e%2E/secret/a.md',
  'file:///public/..%2Fsecret/a.md',
  'file:///public%2F..%2Fsecret%2Fa.md',
  'file:///public/..\\secret/a.md',
  'file:///public/.\t./secret/a.md',
  'file:///public//../secret/a.md',
  'file:///public/b/./../../secret/a.md',
  'file:///public/../../../secret/a.md',
];

test.each(SECRET)('what leads out of what is allowed is not allowed: %j', (uri) => {
  expect(allowed({ allow: ['docs/file:///public/*'] }, 'docs', uri)).toBe(false);
});

test.each([
  ...SECRET,
  'file:///%73ecret/a.md',
  'FILE:///secret/a.md',
  'file:/secret/a.md',
  'file://localhost/secret/a.md',
  'file:////secret/a.md',
  ' file:///secret/a.md',
])('what is denied is denied however it is written: %j', (uri) => {
  expect(allowed({ deny: ['docs/file:///secret/*'] }, 'docs', uri)).toBe(false);
});

test.each([
  ['docs/*.md', 'file:///public/a.md#top'],
  ['docs/*.md', 'file:///public/a.md?raw=1'],
  ['docs/*.md', 'file:///public/a%2Emd'],
  ['docs/file:///my files/*', 'file:///my%20files/a'],
  ['docs/file:///my%20files/*', 'file:///my files/a'],
  ['docs/file:///caf\u00e9/*', 'file:///caf%C3%A9/a'],
  ['docs/https://example.com/*', 'HTTPS://Example.COM/a'],
])('%s denies %s', (pattern, uri) => {
  expect(allowed({ deny: [pattern] }, 'docs', uri)).toBe(false);
});

test.each([
  ['docs/file:///public/*', 'file:///public/a/../b.md'],
  ['docs/file:///public/*', 'file:///public/...md/..a/b..'],
  ['docs/file:///a%20b', 'file:///a%20b'],
  ['docs/notes:a#1', 'notes:a#1'],
  ['docs/repo://a%2Fb/c', 'repo://a%2Fb/c'],
  ['docs/file:///{path}', 'file:///{path}'],
  ['docs/a:100%', 'a:100%'],
])('%s allows %s', (pattern, uri) => {
  expect(allowed({ allow: [pattern], deny: ['docs/file:///secret/*'] }, 'docs', uri)).toBe(true);
});

test('a URI has 65,536 characters at most', () => {
  expect(allowed({}, 'docs', `a:${'b'.repeat(65_534)}`)).toBe(true);
  expect(allowed({}, 'docs', `a:${'b'.repeat(65_535)}`)).toBe(false);
});

test('a prompt is called as it is called, and is no path', () => {
  expect(isPromptAllowed(judgeOf({ allow: ['docs/a/*'] }), 'docs', 'a/../b')).toBe(true);
  expect(isPromptAllowed(judgeOf({ deny: ['docs/b'] }), 'docs', 'b')).toBe(false);
});
