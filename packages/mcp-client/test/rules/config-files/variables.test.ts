import { Secret } from '@wicketgate/core';
import { expect, test } from 'vitest';
import { expandVariables } from '../../../src/rules/config-files/variables.ts';

const VARIABLES = {
  env: { TOKEN: 'abc', EMPTY: '' },
  userHome: '/people/me',
  workspaceFolder: '/code/project',
  pathSeparator: '/',
  inputs: { key: new Secret('typed') },
} as const;

test.each([
  ['Bearer ${env:TOKEN}', 'Bearer abc'],
  ['${input:key}', 'typed'],
  ['${workspaceFolder}/a${/}b', '/code/project/a/b'],
  ['${userHome}${pathSeparator}x', '/people/me/x'],
  ['${workspaceFolderBasename}', 'project'],
  ['${env:EMPTY}', ''],
  ['no variable, $HOME, {env:TOKEN}', 'no variable, $HOME, {env:TOKEN}'],
])('%j becomes %j', (text, expected) => {
  expect(expandVariables(text, 'named', VARIABLES)).toEqual({ ok: true, text: expected });
});

test.each(['${env:MISSING}', '${input:other}', '${command:pick}', '${env:}', '${}', '${env:constructor}', '${TOKEN}'])(
  '%s is a problem and no empty text',
  (text) => {
    expect(expandVariables(`a${text}b`, 'named', VARIABLES)).toMatchObject({ ok: false });
  },
);

test('an input that is missing is told by its id', () => {
  expect(expandVariables('${input:other}', 'named', VARIABLES)).toMatchObject({ input: 'other' });
});

test.each([
  ['${TOKEN}', 'abc'],
  ['${MISSING:-fallback}', 'fallback'],
  ['${MISSING:-}', ''],
  ['${TOKEN:-fallback}', 'abc'],
])('in the syntax of shells %j becomes %j', (text, expected) => {
  expect(expandVariables(text, 'shell', VARIABLES)).toEqual({ ok: true, text: expected });
});

test.each(['${MISSING}', '${env:TOKEN}', '${a b}'])('in the syntax of shells %s is a problem', (text) => {
  expect(expandVariables(text, 'shell', VARIABLES)).toMatchObject({ ok: false });
});

test('where a program has no variables, a text is itself', () => {
  expect(expandVariables('${env:TOKEN}', 'none', VARIABLES)).toEqual({ ok: true, text: '${env:TOKEN}' });
});

test('what is filled in is not looked at again', () => {
  const env = { OUTER: '${env:TOKEN}', TOKEN: 'abc' };
  expect(expandVariables('${env:OUTER}', 'named', { ...VARIABLES, env })).toEqual({ ok: true, text: '${env:TOKEN}' });
});
