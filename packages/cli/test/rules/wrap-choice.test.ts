import { expect, test } from 'vitest';
import { parseWrapChoice } from '../../src/rules/wrap-choice.ts';

test.each([
  'keyring',
  'passphrase',
  'master-key',
  'age:age1h80wzwjaezuk29qqgx9hycydxsl5jjrer8wfgg8njjurssa3h94sdekryw',
])('%s is a key', (text) => {
  expect(parseWrapChoice(text)).toEqual({ ok: true, value: text });
});

test.each(['', 'Keyring', 'age:', 'age:AGE-SECRET-KEY-1HUNTER2', 'age1h80', 'passphrase:hunter2'])(
  '%j is none, and is not repeated',
  (text) => {
    const parse = parseWrapChoice(text);
    expect(parse).toMatchObject({ ok: false, problem: expect.stringContaining('age:RECIPIENT') as string });
    expect(JSON.stringify(parse).toLowerCase()).not.toContain('hunter2');
  },
);
