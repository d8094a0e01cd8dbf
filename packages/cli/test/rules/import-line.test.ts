import { expect, test } from 'vitest';
import { parseImportLine } from '../../src/rules/import-line.ts';
import { keyDigest } from '../../src/rules/key-text.ts';

const LINE = { name: 'n', owner: 'o', shape: 'chef', key: 'chef_secret' };
const parse = (line: unknown, defaults = {}) => parseImportLine(JSON.stringify(line), defaults);

test('the clear key becomes its hash and is gone', () => {
  expect(parse(LINE)).toEqual({
    ok: true,
    body: { name: 'n', owner: { id: 'o' }, shape: 'chef', sha256: keyDigest('chef_secret') },
  });
});

test('members are those of the wire', () => {
  const more = {
    tier: 'pro',
    expires_at: '2026-12-31T00:00:00Z',
    limits: { requests: 1, window_seconds: 2, burst: 3 },
  };
  expect(parse({ ...LINE, ...more, metadata: { old_id: 5 } })).toMatchObject({
    body: {
      tier: 'pro',
      expiresAt: '2026-12-31T00:00:00Z',
      limits: { requests: 1, windowSeconds: 2, burst: 3 },
      metadata: { old_id: 5 },
    },
  });
});

test('a line goes before the defaults', () => {
  const defaults = { tier: 'free', role: 'viewer', owner: { id: 'default' } };
  expect(parse({ ...LINE, tier: 'pro' }, defaults)).toMatchObject({
    body: { tier: 'pro', role: 'viewer', owner: { id: 'o' } },
  });
});

test.each([
  ['no JSON', 'chef_secret', 'not a JSON object'],
  ['a list', '[]', 'not a JSON object'],
  ['null', 'null', 'not a JSON object'],
  ['no name', { ...LINE, name: undefined }, 'lacks "name"'],
  ['no owner', { ...LINE, owner: undefined }, 'lacks "owner"'],
  ['no key', { ...LINE, key: undefined }, 'lacks "sha256"'],
  ['two keys', { ...LINE, sha256: 'a'.repeat(64) }, 'both "key" and "sha256"'],
  ['an empty key', { ...LINE, key: '' }, '"key" that is empty'],
  ['a key that is no text', { ...LINE, key: 5 }, '"key" that is empty'],
  ['a hash of another kind', { ...LINE, key: undefined, sha256: 'chef_secret' }, '64 lower-case hexadecimal digits'],
  ['an owner without an id', { ...LINE, owner: { email: 'o@example.com' } }, 'lacks "owner.id"'],
  ['a tier that does not exist', { ...LINE, tier: 'gold' }, '"tier" that does not fit'],
  ['an unknown member', { ...LINE, secret: 'chef_secret' }, 'do not know'],
])('%s is told without repeating a value', (_, line, word) => {
  const text = typeof line === 'string' ? line : JSON.stringify(line);
  const parsed = parseImportLine(text, {});
  expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining(word) as string });
  expect(JSON.stringify(parsed)).not.toContain('chef_secret');
});

test('a prototype cannot be smuggled in', () => {
  const parsed = parseImportLine('{"__proto__":{"name":"n"},"owner":"o","shape":"s","key":"k"}', {});
  expect(parsed.ok).toBe(false);
});
