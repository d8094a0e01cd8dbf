import { describe, expect, it } from 'vitest';
import { contentParts, imageTypeOf, isBase64, noteOf } from '../../../src/rules/shapes/content-parts.ts';
import { PDF, PNG, resultOf, SOUND, TEXT } from './results.ts';

describe('the parts of a result', () => {
  it('are its texts, images and files in their order', () => {
    expect(contentParts(resultOf(TEXT, PNG, SOUND, PDF))).toEqual([
      { kind: 'text', text: 'done' },
      { kind: 'image', data: 'iVBORw==', mimeType: 'image/png' },
      { kind: 'file', data: 'AAAAAA==', mimeType: 'audio/wav' },
      { kind: 'file', data: 'JVBERg==', mimeType: 'application/pdf' },
    ]);
  });

  it('tell where a resource stands', () => {
    const embedded = { type: 'resource', resource: { uri: 'file:///a.txt', text: 'hello' } };
    const link = { type: 'resource_link', uri: 'file:///b.txt', name: 'b', description: 'The other' };
    const [first, second] = contentParts(resultOf(embedded, link));
    expect(first).toEqual({ kind: 'text', text: 'file:///a.txt\nhello' });
    expect(second).toEqual({ kind: 'text', text: 'b: The other: file:///b.txt' });
  });

  it('are the structured content where there is no other, or say that there is nothing', () => {
    expect(contentParts({ ...resultOf(), structuredContent: { a: 1 } })).toEqual([{ kind: 'text', text: '{"a":1}' }]);
    expect(contentParts(resultOf())).toEqual([{ kind: 'text', text: '(no content)' }]);
  });

  it('keep a block of a kind that nobody knows yet as its JSON', () => {
    expect(contentParts(resultOf({ type: 'hologram', depth: 3 }))).toEqual([
      { kind: 'text', text: '{"type":"hologram","depth":3}' },
    ]);
  });

  it.each([
    [[{ type: 'text', text: '' }], '(no content)'],
    [[{ type: 'text', text: ' \n' }], '(no content)'],
    [[{ type: 'text', text: '' }, TEXT], 'done'],
  ])('never hold a blank text, which ends a conversation', (content, text) => {
    expect(contentParts(resultOf(...content))).toEqual([{ kind: 'text', text }]);
  });

  it('hold no half of a surrogate pair, wherever it stood', () => {
    const resource = { uri: 'a:\ud800', text: '\udc00' };
    const link = { type: 'resource_link', uri: 'a:b', name: '\ud83d' };
    const parts = contentParts(resultOf({ type: 'text', text: '😀\ud83d!' }, { type: 'resource', resource }, link));
    expect(parts.map(noteOf)).toEqual(['😀\ufffd!', 'a:\ufffd\n\ufffd', '\ufffd: a:b']);
  });

  it('are noted by kind, type and size where they cannot be shown', () => {
    expect(contentParts(resultOf(TEXT, PNG)).map(noteOf)).toEqual([
      'done',
      '[image of type image/png, 4 bytes, not shown]',
    ]);
  });
});

describe('an image', () => {
  const image = (mimeType: string, data = 'iVBORw==') => imageTypeOf({ kind: 'image', data, mimeType });

  it('is of one of the types that every API takes, in whatever spelling', () => {
    expect(['image/png', 'IMAGE/GIF', 'image/jpg', 'image/webp'].map((type) => image(type))).toEqual([
      'image/png',
      'image/gif',
      'image/jpeg',
      'image/webp',
    ]);
  });

  it.each([
    ['image/svg+xml', 'iVBORw=='],
    ['text/html', 'iVBORw=='],
    ['image/png', ''],
    ['image/png', 'iVBORw='],
    ['image/png', 'iVB-Rw=='],
  ])('of %s with the data %j is none', (type, data) => {
    expect(image(type, data)).toBeUndefined();
  });

  it('of a megabyte is looked through at once', () => {
    expect(isBase64('A'.repeat(2 ** 20))).toBe(true);
    expect(isBase64(`${'A'.repeat(2 ** 20 - 2)}=A`)).toBe(false);
  });
});
