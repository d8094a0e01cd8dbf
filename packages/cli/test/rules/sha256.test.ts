import { expect, test } from 'vitest';
import { parseSha256, sha256Of } from '../../src/rules/sha256.ts';

// FIPS 180-2, appendix B.1.
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('bytes have the digest that the standard says', () => {
  expect(sha256Of(new TextEncoder().encode('abc'))).toBe(ABC);
});

test.each([ABC, ABC.toUpperCase(), ` ${ABC}\n`])('%j is a digest', (text) => {
  expect(parseSha256(text)).toBe(ABC);
});

test.each(['', ABC.slice(1), `${ABC}0`, `g${ABC.slice(1)}`, `sha256:${ABC}`, `${ABC} extension.vsix`])(
  '%j is none',
  (text) => {
    expect(parseSha256(text)).toBeUndefined();
  },
);
