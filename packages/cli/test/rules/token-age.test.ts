import { expect, test } from 'vitest';
import { isAgeing } from '../../src/rules/token-age.ts';

const MINUTE = 60_000;

function ageing(lifeMs: number, leftMs: number): boolean {
  const signedIn = {
    issuer: 'https://gate.example.com',
    clientId: 'wicketgate-cli',
    person: undefined,
    scopes: [],
    accessExpiresAt: lifeMs,
    refreshable: true,
    savedAt: 0,
    dpop: false,
    store: 'keyring',
  };
  return isAgeing(signedIn, lifeMs - leftMs);
}

test.each([
  [30 * MINUTE, 5 * MINUTE + 1, false],
  [30 * MINUTE, 5 * MINUTE, true],
  [30 * MINUTE, 1, true],
  [30 * MINUTE, 0, false],
  [30 * MINUTE, -1, false],
  [4 * MINUTE, MINUTE + 1, false],
  [4 * MINUTE, MINUTE, true],
])('of %d ms with %d left: %j', (life, left, expected) => {
  expect(ageing(life, left)).toBe(expected);
});
