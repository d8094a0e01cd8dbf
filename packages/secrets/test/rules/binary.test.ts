import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concatBytes,
  decodeText,
  encodeText,
  fromBase64Url,
  isWellFormed,
  toBase64Url,
} from '../../src/rules/binary.ts';

describe('base64url', () => {
  it('is written as Node writes it, and read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(Uint8Array.from(bytes));
      }),
    );
  });

  it('has one spelling for any bytes: what is read is what would be written', () => {
    const digits = fc.string({ unit: fc.constantFrom(...Array.from('ABQgw_-019')), maxLength: 12 });
    fc.assert(
      fc.property(digits, (text) => {
        const bytes = fromBase64Url(text);
        expect(bytes === undefined ? undefined : toBase64Url(bytes)).toBe(bytes && text);
      }),
    );
  });

  it('carries the largest value whole', () => {
    const bytes = Uint8Array.from({ length: 65_552 }, (_, at) => at % 251);
    expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
  });

  it.each(['a', 'abcde', 'ab=', 'a+b/', 'ab cd', 'ä', 'AB', 'AAB', 'AAAAAB', 'AA\n'])('refuses %j', (text) => {
    expect(fromBase64Url(text)).toBeUndefined();
  });
});

describe('text', () => {
  it('becomes UTF-8 and text again, a byte order mark included', () => {
    const text = '\uFEFFä🔑';
    expect(decodeText(encodeText(text))).toBe(text);
    expect(() => decodeText(Uint8Array.of(0xff))).toThrow(TypeError);
  });

  it('is well formed without half a surrogate pair', () => {
    expect(['', 'a', '🔑', '\uD83D', '\uDD11', '\uDD11\uD83D'].map(isWellFormed)).toEqual([
      ...[true, true, true],
      ...[false, false, false],
    ]);
  });
});

describe('bytes', () => {
  it('are put one after the other', () => {
    expect(concatBytes([Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3)])).toEqual(Uint8Array.of(1, 2, 3));
  });
});
