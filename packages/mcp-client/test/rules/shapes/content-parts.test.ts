import { describe, expect, it } from 'vitest';
import { contentParts, noteOf } from '../../../src/rules/shapes/content-parts.ts';
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

  it('are noted by kind, type and size where they cannot be shown', () => {
    expect(contentParts(resultOf(TEXT, PNG)).map(noteOf)).toEqual([
      'done',
      '[image of type image/png, 4 bytes, not shown]',
    ]);
  });
});
