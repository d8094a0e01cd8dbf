import { describe, expect, it } from 'vitest';
import { parseAnswer, parseRequest } from '../../../src/node/keyring/messages.ts';

const line = (message: unknown) => JSON.stringify(message);
const NONSENSE = ['', 'null', '[]', '"text"', '{', '{}', line({ id: '1', ok: true, value: null })];

describe('An answer', () => {
  it.each([
    { id: 1, ok: true, value: 'text' },
    { id: 1, ok: true, value: null },
    { id: 1, ok: true, value: false },
    { id: 2, ok: false, step: 'load', text: 'why' },
    { id: 2, ok: false, step: 'compare', text: '' },
  ])('%j is read as it is', (answer) => {
    expect(parseAnswer(line({ ...answer, more: 1 }))).toEqual(answer);
  });

  it.each([
    ...NONSENSE,
    line({ id: 1, ok: true }),
    line({ id: 1, ok: true, value: 5 }),
    line({ id: 1, ok: false, step: 'other', text: '' }),
    line({ id: 1, ok: false, step: 'use' }),
    line({ id: 1, ok: 'yes', value: null }),
  ])('%s is none', (text) => {
    expect(parseAnswer(text)).toBeUndefined();
  });
});

describe('A request', () => {
  it.each([
    { id: 1, do: 'get', service: 's', account: 'a' },
    { id: 1, do: 'delete', service: 's', account: 'a' },
    { id: 1, do: 'set', service: 's', account: 'a', value: 'v' },
    { id: 1, do: 'probe', service: 's' },
  ])('%j is read as it is', (request) => {
    expect(parseRequest(line({ ...request, more: 1 }))).toEqual(request);
  });

  it.each([
    ...NONSENSE,
    line({ id: 1, do: 'set', service: 's', account: 'a' }),
    line({ id: 1, do: 'get', service: 's' }),
    line({ id: 1, do: 'list', service: 's', account: 'a' }),
    line({ id: 1, do: 'probe' }),
  ])('%s is none', (text) => {
    expect(parseRequest(text)).toBeUndefined();
  });
});
