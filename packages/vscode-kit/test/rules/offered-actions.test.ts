import { expect, test } from 'vitest';
import { methodsOf } from '../../src/rules/sign-in-methods.ts';
import { withSignIn } from '../../src/rules/offered-actions.ts';

test('where people can sign in without a key, that is offered in the place of the key, and the rest stays', () => {
  expect(withSignIn(['checkStatus', 'enterKey', 'signOut'])).toEqual(['checkStatus', 'signIn', 'signOut']);
  expect(withSignIn(['showOutput'])).toEqual(['showOutput']);
});

test.each([
  [undefined, undefined, ['code', 'key']],
  ['vscode://acme.tool/signed-in', undefined, ['browser', 'code', 'key']],
  [undefined, '/usr/bin/wicketgate', ['code', 'command', 'key']],
  ['vscode://acme.tool/signed-in', '/usr/bin/wicketgate', ['browser', 'code', 'command', 'key']],
])('with the redirect %s and the command %s the ways are %j', (redirectUri, command, methods) => {
  expect(methodsOf({ redirectUri, command })).toEqual(methods);
});
