import { createSeededRandom } from '@wicketgate/testing';
import { mintApiKey } from '@wicketgate/contract';
import { expect, test } from 'vitest';
import { holdsKey, ourWords, programWords, refusesArgv } from '../../src/rules/argv-guard.ts';

const random = createSeededRandom(3);
const { key } = mintApiKey({ env: 'live', random });
const { key: branded } = mintApiKey({ brand: 'my_tool', env: 'test', random });

test.each([
  ['a whole key', key],
  ['a key of another brand', branded],
  ['a mistyped key', `${key.slice(0, -1)}!`],
  ['a key cut short', key.slice(0, 30)],
  ['a key within a value', `--name=${key}`],
  ['a key within a URL', `https://gate.example.com/?key=${key}`],
  ['a refresh token', `wg_rt_${'a1'.repeat(21)}x`],
  ['a device code', `wg_dc_${'a1'.repeat(21)}x`],
  ['an access token', 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJodHRwczovL2V4In0.c2lnbmF0dXJlLW9mLWl0'],
  ['an access token within a value', '--name=eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJodHRwczovL2V4In0.c2lnbmF0dXJlLW9mLWl0'],
  ['a header', 'Authorization: Bearer chef_0d9c5fa2-6f1e'],
  ['what a header holds', 'bearer 0123456789abcdef'],
  ["another vendor's key", 'sk_live_abcdefghijklmnop1234'],
  ['--key', '--key'],
  ['--key=', '--key=anything'],
  ['--api-key', '--api-key'],
  ['--apiKey=', '--apiKey=x'],
  ['--token', '--token'],
  ['--secret=', '--secret=x'],
  ['--password', '--password'],
  ['--value=', '--value=x'],
  ['--passphrase', '--passphrase'],
  ['--master-key=', '--master-key=x'],
  ['a token of GitHub', 'ghp_0123456789abcdefABCD'],
  ['a key of OpenAI', 'sk-proj-0123456789abcdef'],
  ['an age identity', 'AGE-SECRET-KEY-1382WD8GZXAW2F0ZG3'],
])('%s is taken for a key', (_, argument) => {
  expect(holdsKey(argument)).toBe(true);
});

test.each([
  '--key-file',
  '--key-file=my.key',
  '--key-stdin',
  '--key-out',
  '--passphrase-file',
  '--new-passphrase-file=x',
  '--new-master-key-file=x',
  'master-key',
  'sk-learn-is-not-a-key',
  'sk-production1234567.pem',
  'GITHUB_TOKEN',
  'wg_live_4fT0aB9xQz',
  '4fT0aB9xQz',
  'live_test_run',
  'user_0d9c5fa2-6f1e-4a57-9a5e-3ff0f1f2a3b4',
  'a'.repeat(64),
  'keys',
  '--name',
  'tokens for the night build',
  'bearer leaked it to a stranger',
  'bearer 0123456789abcde',
])('%s is not', (argument) => {
  expect(holdsKey(argument)).toBe(false);
});

test('behind the -- of run a program has its own words, but for our keys', () => {
  expect(
    refusesArgv(['run', '--', 'curl', '--token=x', 'ghp_0123456789abcdefABCD', '-H', 'bearer 0123456789abcdef']),
  ).toBe(false);
  expect(refusesArgv(['run', '--', 'stripe', 'sk_live_abcdefghijklmnop1234'])).toBe(false);
  expect(refusesArgv(['run', '--', 'curl', '-H', `Authorization: Bearer ${key}`])).toBe(true);
  expect(refusesArgv(['run', '--', branded])).toBe(true);
  expect(refusesArgv(['run', '--token=x', '--', 'curl'])).toBe(true);
});

test('behind the -- of another command every word is ours', () => {
  expect(refusesArgv(['secrets', 'set', 'A', '--', '--token=x'])).toBe(true);
  expect(refusesArgv(['secrets', 'get', '--', 'ghp_0123456789abcdefABCD'])).toBe(true);
});

test('words are parted at the first -- of run alone', () => {
  const argv = ['run', '--quiet', '--', 'npm', 'test', '--', '--json'];
  expect(ourWords(argv)).toEqual(['run', '--quiet']);
  expect(programWords(argv)).toEqual(['npm', 'test', '--', '--json']);
  expect(programWords(['run', 'npm'])).toBeUndefined();
  expect(programWords(['keys', '--', 'run'])).toBeUndefined();
  expect(ourWords(['keys', '--', 'run'])).toEqual(['keys', '--', 'run']);
});

test('login --key asks for the key, and takes none', () => {
  expect(refusesArgv(['login', '--key'])).toBe(false);
  expect(refusesArgv(['login', '--key', key])).toBe(true);
  expect(refusesArgv(['login', '--key=anything'])).toBe(true);
  expect(refusesArgv(['--key', 'login'])).toBe(true);
  expect(refusesArgv(['validate', '--key'])).toBe(true);
});
