import type { Secret } from '@wicketgate/core';
import type { SecretsError } from '@wicketgate/secrets';
import { expect, test } from 'vitest';
import { importDoubts, importFormat, readPlainImport } from '../../src/rules/secret-import.ts';

function valuesOf(entries: ReadonlyMap<string, Secret>): Record<string, string> {
  return Object.fromEntries([...entries].map(([name, secret]) => [name, secret.reveal()]));
}

test.each([
  ['a.json', undefined, 'json'],
  ['A.JSON', undefined, 'json'],
  ['.env', undefined, 'dotenv'],
  ['-', undefined, 'dotenv'],
  ['a.json', 'fernet', 'fernet'],
  ['.env', 'json', 'json'],
] as const)('%s with --format %s is %s', (path, named, format) => {
  expect(importFormat(path, named)).toBe(format);
});

test('both formats give names and values, without what is empty and without references', () => {
  const values = { A: '1', B: ' ', C: '', D: 'wicketgate:D', E: 'two words' };
  expect(valuesOf(readPlainImport(JSON.stringify(values), 'json'))).toEqual({ A: '1', E: 'two words' });
  const lines = 'A=1\nB=" "\nC=\nD=wicketgate:D\nE="two words"\n';
  expect(valuesOf(readPlainImport(lines, 'dotenv'))).toEqual({ A: '1', E: 'two words' });
});

test('a byte order mark in front of JSON is not minded', () => {
  expect(valuesOf(readPlainImport('\ufeff{"A":"1"}', 'json'))).toEqual({ A: '1' });
});

test('a name that every object has is a name like any other', () => {
  const entries = readPlainImport('{"__proto__":"x","constructor":"y"}', 'json');
  expect([...entries.keys()]).toEqual(['__proto__', 'constructor']);
});

test('values that are tokens of Fernet, also encoded once more, are not taken for the secrets', () => {
  const token = 'gAAAAABoTuGAAAECAwQFBgcICQoLDA0ODzXvFu58Uz25';
  const again = Buffer.from(token).toString('base64');
  for (const value of [token, again]) {
    expect(() => readPlainImport(JSON.stringify({ A: value }), 'json')).toThrow('Fernet');
  }
  expect(() => readPlainImport(`A=plain\nB=${token}\n`, 'dotenv')).toThrow('Fernet');
});

test.each([
  ['{"A": "hunter2"}', '--format json'],
  ['{\n  "A": "gAAAAABhunter2"\n}\n', '--format fernet'],
  ['# only words\nhunter2 and more\n', 'NAME=VALUE'],
])('a text without any assignment is no dotenv text: %j', (text, word) => {
  const refusal = expect.objectContaining({ code: 'invalid_import' }) as Error;
  expect(() => readPlainImport(text, 'dotenv')).toThrow(refusal);
  try {
    readPlainImport(text, 'dotenv');
  } catch (thrown) {
    const { message, hint } = thrown as SecretsError;
    expect(`${message} ${hint ?? ''}`).toContain(word);
    expect(`${message} ${hint ?? ''}`).not.toContain('hunter2');
  }
});

test.each(['', '\ufeff\n \n', '# A=1\n\t# more\r\n', 'A=\n'])('%j holds no secret, and is no mistake', (text) => {
  expect(readPlainImport(text, 'dotenv').size).toBe(0);
});

test.each(['{', '[]', 'null', '"x"', '{"A":1}', '{"A":["hunter2"]}'])('%j is refused and not repeated', (text) => {
  expect(() => readPlainImport(text, 'json')).toThrow(expect.objectContaining({ code: 'invalid_import' }) as Error);
  expect(() => readPlainImport(text, 'json')).not.toThrow(/hunter2/);
});

test('what was skipped, cut off or overridden is named by its lines, never by its text', () => {
  const text = 'A=p#hunter2\nB: hunter2\nC=hunter2\nD="x" hunter2\nC=other\n';
  const doubts = importDoubts(text, 'dotenv');
  expect(doubts).toEqual([
    'Line 2: skipped, for it is not NAME=VALUE.',
    'Lines 1, 4: cut off at a # or behind a mark; put other marks around such a value.',
    'Line 3: overridden by a later line.',
  ]);
  expect(importDoubts('{"A":"p#hunter2"}', 'json')).toEqual([]);
});

test.each([
  [20, /^Lines 1, .*, 20: skipped/],
  [21, /^Lines 1, .*, 20 and 1 more: skipped/],
])('of %d lines twenty are named', (count, words) => {
  const [sentence] = importDoubts('words\n'.repeat(count), 'dotenv');
  expect(sentence).toMatch(words);
});
