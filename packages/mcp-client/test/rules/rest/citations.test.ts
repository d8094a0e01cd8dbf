import { describe, expect, it } from 'vitest';
import { citationsOf } from '../../../src/rules/rest/citations.ts';

const link = (uri: unknown, more: object = {}) => ({ type: 'resource_link', uri, ...more });

describe('the citations of a result', () => {
  it('are its links and its embedded resources, each URI once, in their order', () => {
    const content = [
      { type: 'text', text: 'https://not.cited.example/' },
      link('file:///b.md', { name: 'b', title: 'B', mimeType: 'text/markdown' }),
      { type: 'resource', resource: { uri: 'docs:a', text: 'the text of it', mimeType: 'text/plain' } },
      link('file:///b.md', { name: 'again' }),
    ];
    expect(citationsOf(content, undefined)).toEqual([
      { uri: 'file:///b.md', name: 'b', title: 'B', mime_type: 'text/markdown' },
      { uri: 'docs:a', mime_type: 'text/plain' },
    ]);
  });

  it('have clean names of at most 512 characters', () => {
    const [cited] = citationsOf([link('a:b', { name: 'a\u200b\n b\u001b[31m', title: 'x'.repeat(600) })], undefined);
    expect(cited?.name).toBe('a b');
    expect(cited?.title).toHaveLength(512);
  });

  it.each([
    undefined,
    7,
    '',
    'relative/path',
    '//host/path',
    'a:',
    'a:b c',
    'a:b\nc',
    'https://a.example/\u202eb',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'vbscript:x',
    'data:text/html,x',
    'blob:https://a.example/1',
  ])('are not %j', (uri) => {
    expect(citationsOf([link(uri)], undefined)).toEqual([]);
  });

  it('have URIs of at most 8,192 characters', () => {
    const sized = (length: number) => link(`a:${'b'.repeat(length - 2)}`);
    expect(citationsOf([sized(8_192)], undefined)).toHaveLength(1);
    expect(citationsOf([sized(8_193)], undefined)).toEqual([]);
  });

  it('leave out the link to the whole of a result that was cut', () => {
    expect(citationsOf([link('wicketgate-result:1'), link('a:b')], 'wicketgate-result:1')).toEqual([{ uri: 'a:b' }]);
  });

  it('are nothing of a resource without a shape', () => {
    expect(citationsOf([{ type: 'resource' }, { type: 'resource', resource: 'a:b' }], undefined)).toEqual([]);
  });
});
