import { expect, test } from 'vitest';
import { resourceSpellings } from '../../../src/rules/policy/resource-spellings.ts';

test('a plain URI is spelled in one way, and leads nowhere else', () => {
  for (const uri of ['file:///a/b.md', 'notes:1', 'docs://host/a:b@c', 'urn:a:b']) {
    expect(resourceSpellings(uri)).toEqual({ aliases: [], targets: [] });
  }
});

test('one of 65,536 characters that are all alike is read in time', () => {
  for (const text of [' ', '/', '#', '%41', '/../', '%', '\\', '\t']) {
    expect(resourceSpellings(`a:${text.repeat(65_536 / text.length)}x`).aliases).not.toEqual([]);
  }
});

test.each([
  ['file:///a/../b', ['file:///b']],
  ['file:///a/..', ['file:///']],
  ['file:///../../b', ['file:///b']],
  ['docs://Host/a/./b', ['docs://host/a/b']],
  ['a:b/../c', ['a:c']],
  ['file:///a//../b', ['file:///a/b', 'file:///b']],
])('dot segments of %s lead to %j', (uri, targets) => {
  expect(resourceSpellings(uri).targets).toEqual(targets);
});

test.each([
  ['file:///%73ecret%2fa', 'file:///secret/a'],
  ['file:///a b', 'file:///a%20b'],
  ['FILE://LOCALHOST/a', 'file:///a'],
  ['file:////a///b', 'file:///a/b'],
  ['file:///a?b#c', 'file:///a?b'],
  ['file:///a?b#c', 'file:///a'],
  ['a:%c3%28', 'a:%c3('],
])('%s is %s as well', (uri, alias) => {
  expect(resourceSpellings(uri).aliases).toContain(alias);
});

test('half a character, and escapes that are none, are taken as they are', () => {
  expect(resourceSpellings('a:\ud800%zz%').aliases).toContain('a:\ud800%zz%');
});
