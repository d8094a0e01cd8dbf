import { expect, test } from 'vitest';
import { editorEnvironment } from '../../src/rules/editor-environment.ts';

test('an editor gets everything but our secrets, however they are spelled', () => {
  const env = { HOME: '/h', WICKETGATE_URL: 'https://gate.example.com', WICKETGATE_API_KEY: 'a' };
  expect(editorEnvironment({ ...env, WICKETGATE_MASTER_KEY: 'b', wicketgate_api_key: 'c' })).toEqual({
    HOME: '/h',
    WICKETGATE_URL: 'https://gate.example.com',
  });
});
