import { expect, test } from 'vitest';
import { editorEnvironment } from '../../src/rules/editor-environment.ts';

test.each([
  'WICKETGATE_API_KEY',
  'WICKETGATE_MASTER_KEY',
  'WICKETGATE_PEPPER',
  'WICKETGATE_SIGNING_KEY',
  'WICKETGATE_ENCRYPTION_KEY',
  'WICKETGATE_DATABASE_URL',
  'wicketgate_api_key',
])('an editor does not get %s', (name) => {
  expect(editorEnvironment({ HOME: '/h', [name]: 'a' })).toEqual({ HOME: '/h' });
});

test('an editor gets everything that is not ours, whatever it resembles', () => {
  const env = { PATH: '/bin', MY_WICKETGATE_URL: 'b', WICKETGATE: 'c', EMPTY: undefined };
  expect(editorEnvironment(env)).toEqual(env);
});
