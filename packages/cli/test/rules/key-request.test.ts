import { expect, test } from 'vitest';
import { createBody, editBody, type KeyOptions } from '../../src/rules/key-request.ts';

test('only what was given is sent', () => {
  expect(editBody({})).toEqual({ ok: true, body: {} });
  expect(editBody({ name: 'x' })).toEqual({ ok: true, body: { name: 'x' } });
});

test.each<[string, KeyOptions, object]>([
  ['an owner by id alone', { owner: 'o' }, { owner: { id: 'o' } }],
  ['an owner with more', { owner: 'o', ownerEmail: 'o@example.com' }, { owner: { id: 'o', email: 'o@example.com' } }],
  ['scopes once each', { scope: ['a', 'b', 'a'] }, { scopes: ['a', 'b'] }],
  ['no scopes', { clearScopes: true }, { scopes: [] }],
  [
    'a rate whose burst is the rate',
    { rate: { requests: 5, windowSeconds: 60 } },
    { limits: { requests: 5, windowSeconds: 60, burst: 5 } },
  ],
  [
    'a rate with a burst',
    { rate: { requests: 5, windowSeconds: 60 }, burst: 1 },
    { limits: { requests: 5, windowSeconds: 60, burst: 1 } },
  ],
  ['the limits of the tier', { rate: 'tier' }, { limits: null }],
  ['never', { expires: 'never' }, { expiresAt: null }],
  ['an end', { expires: '2026-12-31T23:59:59.999Z' }, { expiresAt: '2026-12-31T23:59:59.999Z' }],
  [
    'facts, the last of a name',
    {
      meta: [
        ['a', 1],
        ['b', 'x'],
        ['a', 2],
      ],
    },
    { metadata: { a: 2, b: 'x' } },
  ],
  ['no facts', { clearMeta: true }, { metadata: {} }],
])('%s', (_, options, body) => {
  expect(editBody(options)).toEqual({ ok: true, body });
});

test.each<[string, KeyOptions, string]>([
  ['an email without an owner', { ownerEmail: 'o@example.com' }, '--owner'],
  ['a name without an owner', { ownerName: 'O' }, '--owner'],
  ['a burst alone', { burst: 5 }, '--rate'],
  ["a burst with the tier's limits", { burst: 5, rate: 'tier' }, '--rate'],
  ['scopes and none', { scope: ['a'], clearScopes: true }, '--clear-scopes'],
  ['facts and none', { meta: [['a', 1]], clearMeta: true }, '--clear-meta'],
])('%s is a contradiction', (_, options, word) => {
  expect(editBody(options)).toMatchObject({ ok: false, problem: expect.stringContaining(word) as string });
});

test('a new key needs a name and an owner', () => {
  expect(createBody({ owner: 'o' })).toMatchObject({ ok: false, problem: expect.stringContaining('--name') as string });
  expect(createBody({ name: 'n' })).toMatchObject({ ok: false, problem: expect.stringContaining('--owner') as string });
  expect(createBody({ name: 'n', owner: 'o', env: 'test' })).toEqual({
    ok: true,
    body: { name: 'n', owner: { id: 'o' }, env: 'test' },
  });
});
