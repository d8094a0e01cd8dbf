import { expect, test } from 'vitest';
import { parseEnvironment, placeOf, placeWords } from '../../src/rules/secrets-place.ts';

const FOLDERS = { folder: '/settings/secrets', base: '/project' };

test.each([
  [{}, {}, 'development', '/settings/secrets/secrets.development.json'],
  [
    {},
    { WICKETGATE_ENVIRONMENT: '', WICKETGATE_SECRETS_FILE: '' },
    'development',
    '/settings/secrets/secrets.development.json',
  ],
  [{}, { WICKETGATE_ENVIRONMENT: 'staging' }, 'staging', '/settings/secrets/secrets.staging.json'],
  [
    { environment: 'production' },
    { WICKETGATE_ENVIRONMENT: 'staging' },
    'production',
    '/settings/secrets/secrets.production.json',
  ],
  [{}, { WICKETGATE_SECRETS_FILE: 'x.json' }, 'development', '/project/x.json'],
  [{ file: '/y.json' }, { WICKETGATE_SECRETS_FILE: 'x.json' }, 'development', '/y.json'],
])('with the options %j and the variables %j it is %s, in %s', (...[flags, env, environment, file]) => {
  expect(placeOf({ flags, env, ...FOLDERS })).toEqual({ ok: true, value: { environment, file } });
});

test('a variable that is no environment is refused and not repeated', () => {
  const parse = placeOf({ flags: {}, env: { WICKETGATE_ENVIRONMENT: '../hunter2' }, ...FOLDERS });
  expect(parse).toMatchObject({ ok: false, problem: expect.stringContaining('WICKETGATE_ENVIRONMENT') as string });
  expect(JSON.stringify(parse)).not.toContain('hunter2');
});

test.each(['a', '0', 'eu-west-1', 'a'.repeat(32)])('%s is an environment', (text) => {
  expect(parseEnvironment(text)).toBe(text);
});

test.each(['', '-a', 'A', 'a_b', 'a/b', '..', 'a'.repeat(33)])('%j is none', (text) => {
  expect(parseEnvironment(text)).toBeUndefined();
});

test.each([
  [{}, {}, []],
  [{ environment: 'development', file: '/settings/secrets/secrets.development.json' }, {}, []],
  [{ environment: 'staging' }, {}, ['--environment', 'staging']],
  [{}, { WICKETGATE_ENVIRONMENT: 'staging' }, ['--environment', 'staging']],
  [{ file: 'x.json' }, {}, ['--file', '/project/x.json']],
  [
    { environment: 'staging' },
    { WICKETGATE_SECRETS_FILE: '/y.json' },
    ['--environment', 'staging', '--file', '/y.json'],
  ],
  [{}, { WICKETGATE_ENVIRONMENT: '../x' }, []],
])('another command finds what %j and %j lead to with %j', (flags, env, words) => {
  expect(placeWords({ flags, env, ...FOLDERS })).toEqual(words);
});
