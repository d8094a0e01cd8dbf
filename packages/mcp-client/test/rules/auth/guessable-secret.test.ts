import { mintApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { expect, it } from 'vitest';
import { isGuessable } from '../../../src/rules/auth/guessable-secret.ts';

it('a secret can be guessed when it is shorter than 20 characters, or has fewer than 10 different ones', () => {
  expect(isGuessable('abcdefghijklmnopqrs')).toBe(true);
  expect(isGuessable('abcdefghijklmnopqrst')).toBe(false);
  expect(isGuessable('abcdefghi'.repeat(5))).toBe(true);
  expect(isGuessable('abcdefghij'.repeat(5))).toBe(false);
  expect(isGuessable(mintApiKey({ env: 'live', random: createSeededRandom() }).key)).toBe(false);
});
