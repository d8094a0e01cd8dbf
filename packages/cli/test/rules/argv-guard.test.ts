import { createSeededRandom } from '@wicketgate/testing';
import { mintApiKey } from '@wicketgate/contract';
import { expect, test } from 'vitest';
import { holdsKey } from '../../src/rules/argv-guard.ts';

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
])('%s is taken for a key', (_, argument) => {
  expect(holdsKey(argument)).toBe(true);
});

test.each([
  '--key-file',
  '--key-file=my.key',
  '--key-stdin',
  '--key-out',
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
