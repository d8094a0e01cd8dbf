import { createHash } from 'node:crypto';
import { MAX_ACCESS_TOKEN_LENGTH, MAX_CREDENTIAL_LENGTH } from '@wicketgate/contract';
import { expect, test } from 'vitest';
import { keyDigest, keyIdOf, parseKeyText } from '../../src/rules/key-text.ts';

test.each(['abc', 'abc\n', 'abc\r\n', '  abc  ', '\ufeffabc\n'])('%j holds the key abc', (text) => {
  expect(parseKeyText(text)).toEqual({ ok: true, key: 'abc' });
});

test.each(['', ' \n', 'abc def', 'abc\ndef\n', 'käse', 'abc\u0000', 'abc\u001b[0m'])(
  '%j is refused without being repeated',
  (text) => {
    const parsed = parseKeyText(text);
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toMatch(/abc|def|käse/);
  },
);

test('a key may be as long as the longest credential and no longer', () => {
  expect(parseKeyText('a'.repeat(MAX_CREDENTIAL_LENGTH)).ok).toBe(true);
  expect(parseKeyText('a'.repeat(MAX_CREDENTIAL_LENGTH + 1)).ok).toBe(false);
});

test('an access token may be longer than a key, up to its own limit', () => {
  const token = (length: number) => `eyJ.${'a'.repeat(length - 6)}.b`;
  expect(parseKeyText(token(MAX_ACCESS_TOKEN_LENGTH))).toEqual({ ok: true, key: token(MAX_ACCESS_TOKEN_LENGTH) });
  expect(parseKeyText(token(MAX_ACCESS_TOKEN_LENGTH + 1)).ok).toBe(false);
});

test('the digest is the SHA-256 of the whole key in hexadecimal', () => {
  expect(keyDigest('chef_1')).toBe(createHash('sha256').update('chef_1').digest('hex'));
});

test.each([
  ['4fT0aB9xQz', '4fT0aB9xQz'],
  ['wg_live_4fT0aB9xQz', '4fT0aB9xQz'],
  ['my_tool_test_4fT0aB9xQz', '4fT0aB9xQz'],
])('%s names the key %s', (text, id) => {
  expect(keyIdOf(text)).toBe(id);
});

test.each(['', '4fT0aB9xQ', '4fT0aB9xQzz', '../../etc/pa', 'wg_4fT0aB9xQz'])('"%s" names none', (text) => {
  expect(keyIdOf(text)).toBeUndefined();
});
