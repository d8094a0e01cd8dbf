import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSealedText, isKeyId, parseSealedText } from '../../src/rules/sealed-text.ts';
import { encoded } from '../document-samples.ts';

const NONCE = encoded(12);
const CIPHERTEXT = encoded(20);

describe('a sealed text', () => {
  it('is read back as it was written', () => {
    const parts = fc.record({
      keyId: fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/),
      nonce: fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => Uint8Array.from(bytes)),
      ciphertext: fc.uint8Array({ minLength: 17, maxLength: 60 }).map((bytes) => Uint8Array.from(bytes)),
    });
    fc.assert(
      fc.property(parts, (sealed) => {
        expect(parseSealedText(formatSealedText(sealed))).toEqual(sealed);
      }),
    );
  });

  it('holds the largest value, and no larger one', () => {
    const withBytes = (count: number) =>
      formatSealedText({ keyId: 'k'.repeat(32), nonce: new Uint8Array(12), ciphertext: new Uint8Array(count) });
    expect(parseSealedText(withBytes(65_552)).ciphertext).toHaveLength(65_552);
    expect(() => parseSealedText(withBytes(65_553))).toThrow(expect.objectContaining({ code: 'undecryptable' }));
  });

  it.each([
    '',
    'sk-plain-text',
    `wge1.k1.${NONCE}`,
    `wge1.k1.${NONCE}.${CIPHERTEXT}.`,
    `wge1..${NONCE}.${CIPHERTEXT}`,
    `wge1.k 1.${NONCE}.${CIPHERTEXT}`,
    `wge1.${'k'.repeat(33)}.${NONCE}.${CIPHERTEXT}`,
    `wge1.k1.${encoded(11)}.${CIPHERTEXT}`,
    `wge1.k1.${encoded(13)}.${CIPHERTEXT}`,
    `wge1.k1.${NONCE}.${encoded(16)}`,
    `wge1.k1.${NONCE}.${CIPHERTEXT}=`,
    `wge01.k1.${NONCE}.${CIPHERTEXT}`,
    `wge0.k1.${NONCE}.${CIPHERTEXT}`,
    ` wge1.k1.${NONCE}.${CIPHERTEXT}`,
    `wge1.k1.${NONCE}.${CIPHERTEXT}\n`,
  ])('is refused as %j, of which nothing is repeated', (text) => {
    expect(() => parseSealedText(text)).toThrow(
      expect.objectContaining({ code: 'undecryptable', message: 'This is no sealed text, or it was cut off.' }),
    );
  });

  it.each(['wge2', 'wge10', 'wge999999999'])('of version %s is one that a later release made', (version) => {
    expect(() => parseSealedText(`${version}.anything`)).toThrow(
      expect.objectContaining({ code: 'unsupported_version' }),
    );
  });
});

describe('the id of a key', () => {
  it.each([
    ['2026-11', true],
    ['k'.repeat(32), true],
    ['k'.repeat(33), false],
    ['', false],
    ['a.b', false],
    ['k\n', false],
  ])('may be %j: %s', (id, fits) => {
    expect(isKeyId(id)).toBe(fits);
  });
});
