import { describe, expect, it } from 'vitest';
import { isKeyword, keywordKey, keywordsIn } from '../../../src/rules/loader/keywords.ts';

describe('a keyword', () => {
  it.each([
    ['pr', 'improve the express server'],
    ['rag', 'free some storage'],
    ['doc', 'restart the docker container'],
    ['test', 'the latest release'],
    ['git', 'the third digit'],
    ['c', 'write c++'],
  ])('%s does not stand in: %s', (keyword, text) => {
    expect(keywordsIn(text, [keyword])).toEqual([]);
  });

  it.each([
    ['pr', 'open a PR, please'],
    ['c++', 'compile the C++ code'],
    ['pull request', 'review this pull-request'],
    ['größe', 'die GRÖSSE und die Größe'],
    ['ｐｒ', 'open a pr'],
    ['部署', '请部署这个服务'],
  ])('%s stands in: %s', (keyword, text) => {
    expect(keywordsIn(text, [keyword])).toEqual([keyword]);
  });

  it('of two words needs both in a row', () => {
    expect(keywordsIn('request a pull', ['pull request'])).toEqual([]);
  });

  it('is answered in the order given, not in that of the text', () => {
    expect(keywordsIn('b then a', ['a', 'x', 'b'])).toEqual(['a', 'b']);
  });

  it('is the same one in another spelling, and another one with other signs', () => {
    expect(keywordKey('Pull-Request')).toBe(keywordKey('pull  request'));
    expect(keywordKey('部署')).toBe(keywordKey(' 部署'.trim()));
    expect(new Set(['c', 'c++', 'c#', '部署', '部'].map(keywordKey)).size).toBe(5);
  });

  it('has at least one letter or digit', () => {
    expect([isKeyword('k8s'), isKeyword(' - '), isKeyword('')]).toEqual([true, false, false]);
  });
});
