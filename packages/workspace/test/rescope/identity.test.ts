import { describe, expect, test } from 'vitest';
import { ROOT } from '../../launcher/paths.mjs';
import { parseIdentity, readIdentity, rescopeText } from '../../rescope/identity.ts';

describe('the identity that is asked for', () => {
  test('is a scope and a repository of its owner, in whatever case GitHub writes the owner', () => {
    expect(parseIdentity(['@theirs', 'Theirs/gate'])).toEqual({ scope: '@theirs', repository: 'Theirs/gate' });
  });

  test.each([
    [[]],
    [['theirs', 'theirs/gate']],
    [['@Theirs', 'Theirs/gate']],
    [['@theirs/core', 'theirs/gate']],
    [['@theirs']],
    [['@theirs', 'gate']],
    [['@theirs', 'theirs/gate/more']],
    [['@theirs', 'https://example.com/theirs/gate']],
    [['@theirs', 'others/gate']],
  ])('%j is refused', (words) => {
    expect(() => parseIdentity(words)).toThrow(TypeError);
  });
});

describe('rewriting a text', () => {
  const from = { scope: '@acme', repository: 'acme/gate' };
  const to = { scope: '@theirs', repository: 'theirs/door.way' };
  const rewrite = (text: string): string => rescopeText(text, from, to);

  test.each([
    ["import { one } from '@acme/core';", "import { one } from '@theirs/core';"],
    ['@acme:registry=https://npm.pkg.github.com', '@theirs:registry=https://npm.pkg.github.com'],
    ["scope: '@acme'", "scope: '@theirs'"],
    ['"@acme/source": "./src/index.ts"', '"@theirs/source": "./src/index.ts"'],
    ['git+https://github.com/acme/gate.git', 'git+https://github.com/theirs/door.way.git'],
    ['https://github.com/acme/gate/blob/main/docs', 'https://github.com/theirs/door.way/blob/main/docs'],
    ['@acme-tools/core and someone@acmeish', '@acme-tools/core and someone@acmeish'],
    ['github.com/acme/gate-keeper and acme/gate', 'github.com/acme/gate-keeper and acme/gate'],
  ])('%s -> %s', (before, after) => {
    expect(rewrite(before)).toBe(after);
  });

  test('there and back again is the same text', () => {
    const text = '@acme/core of github.com/acme/gate';
    expect(rescopeText(rewrite(text), to, from)).toBe(text);
  });
});

test('the identity of this workspace is read from its manifests', () => {
  const { scope, repository } = readIdentity(ROOT);
  expect(scope).toMatch(/^@\w+$/);
  expect(repository).toMatch(/^[\w-]+\/[\w.-]+$/);
});
