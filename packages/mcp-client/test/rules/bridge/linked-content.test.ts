import { expect, test } from 'vitest';
import { linkedContent } from '../../../src/rules/bridge/linked-content.ts';

const address = (uri: string) => `at:${uri}`;

test('links and embedded resources go by their addresses, all else stays', () => {
  const text = { type: 'text', text: 'see a:b', uri: 'a:b' };
  const link = { type: 'resource_link', uri: 'a:b', name: 'B' };
  const embedded = { type: 'resource', resource: { uri: 'a:c', text: 'C' }, annotations: {} };
  expect(linkedContent([text, link, embedded], address)).toEqual([
    text,
    { ...link, uri: 'at:a:b' },
    { ...embedded, resource: { uri: 'at:a:c', text: 'C' } },
  ]);
});

test('content without links is the same list', () => {
  const content = [{ type: 'text', text: 'x' }];
  expect(linkedContent(content, address)).toBe(content);
});

test('what is no link by its form stays as it is', () => {
  const content = [{ type: 'resource_link' }, { type: 'resource', resource: 7 }, { type: 'resource', resource: {} }];
  expect(linkedContent(content, address)).toEqual(content);
});
