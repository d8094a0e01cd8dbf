import { expect, test } from 'vitest';
import { readCompletion, readContents, readMessages } from '../../../src/rules/offers/read-answers.ts';

test('contents are taken as they came, and what is none is no answer', () => {
  const contents = [
    { uri: 'a:b', text: 'x', mimeType: 'text/plain', _meta: { more: 1 } },
    { uri: 'a:c', blob: 'eA==' },
  ];
  expect(readContents({ contents })).toBe(contents);
  for (const wrong of [undefined, {}, [null], [{ uri: 'a:b' }], [{ text: 'x' }]]) {
    expect(readContents({ contents: wrong })).toBeUndefined();
  }
});

test('messages are taken as they came, and what is none is no answer', () => {
  const messages = [{ role: 'user', content: { type: 'text', text: 'x' } }];
  expect(readMessages({ messages, description: 'D' })).toEqual({ description: 'D', messages });
  expect(readMessages({ messages, description: 7 })).toEqual({ description: undefined, messages });
  for (const wrong of [undefined, {}, [null], [{ role: 'system', content: {} }], [{ role: 'user', content: 'x' }]]) {
    expect(readMessages({ messages: wrong })).toBeUndefined();
  }
});

test('of a completion 100 texts are taken, and that there are more is said', () => {
  const values = Array.from({ length: 100 }, (_, at) => `v${at}`);
  expect(readCompletion({ completion: { values, total: 7, hasMore: false } })).toEqual({
    values,
    total: 7,
    hasMore: false,
  });
  expect(readCompletion({ completion: { values: [...values, 'v100'] } })).toEqual({ values, hasMore: true });
  expect(readCompletion({ completion: { values: ['a', 7], total: 'many' } })).toEqual({ values: ['a'] });
  for (const completion of [undefined, {}, { values: 'a' }]) expect(readCompletion({ completion })).toBeUndefined();
});
