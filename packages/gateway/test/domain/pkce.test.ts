import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { fitsChallenge, isChallenge, isVerifier } from '../../src/domain/pkce.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

it('takes the example of RFC 7636, appendix B', () => {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
  expect(isVerifier(verifier)).toBe(true);
  expect(isChallenge(challenge)).toBe(true);
  expect(fitsChallenge(sha256(verifier), challenge)).toBe(true);
  expect(fitsChallenge(sha256(`${verifier}x`), challenge)).toBe(false);
});

it('never takes the verifier itself for the challenge, as "plain" would', () => {
  const verifier = 'a'.repeat(43);
  expect(fitsChallenge(sha256(verifier), verifier)).toBe(false);
});

it.each([
  [42, false],
  [43, true],
  [128, true],
  [129, false],
])('takes a verifier of %i characters: %s', (length, fits) => {
  expect(isVerifier('a'.repeat(length))).toBe(fits);
});

it('takes no verifier with other characters', () => {
  for (const character of ['+', '/', '=', ' ', 'ä', '\n']) expect(isVerifier('a'.repeat(43) + character)).toBe(false);
});
