import { mintApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { expect, test } from 'vitest';
import { keyEntryProblem } from '../../src/rules/key-entry.ts';
import { english } from '../samples.ts';

const random = createSeededRandom(1);
const { key } = mintApiKey({ env: 'live', random });
const { key: branded } = mintApiKey({ brand: 'acme', env: 'live', random });
const mistyped = (text: string) => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');

test.each([
  ['', 'Paste your API key.'],
  ['  \n', 'Paste your API key.'],
  ['two words', 'This is no API key: it holds spaces or signs that no API key has, or is far too long.'],
  ['k'.repeat(513), 'This is no API key: it holds spaces or signs that no API key has, or is far too long.'],
  [key.slice(0, -1), 'This API key is not whole. Copy all of it.'],
  ['wg_live_', 'This API key is not whole. Copy all of it.'],
  [mistyped(key), 'This API key is mistyped. Copy it again.'],
])('%s is answered with a sentence: %s', (text, sentence) => {
  expect(keyEntryProblem(text, { t: english })).toBe(sentence);
});

test.each([key, ` ${key}\n`, 'chef_0c9bb5a2-1c1f-4a1e-9b0a-1f6b1d5f3f11', 'k'.repeat(512)])(
  'only the gateway can tell whether %j is good',
  (text) => {
    expect(keyEntryProblem(text, { t: english })).toBeUndefined();
  },
);

test('keys of another brand are checked by that brand', () => {
  expect(keyEntryProblem(branded, { brand: 'acme', t: english })).toBeUndefined();
  expect(keyEntryProblem(mistyped(branded), { brand: 'acme', t: english })).toBe(
    'This API key is mistyped. Copy it again.',
  );
  expect(keyEntryProblem(mistyped(key), { brand: 'acme', t: english })).toBeUndefined();
});

test('no sentence repeats what was typed', () => {
  for (const text of [key.slice(0, -1), mistyped(key), `${key} x`]) {
    expect(keyEntryProblem(text, { t: english })).not.toContain(text.slice(8, 20));
  }
});
