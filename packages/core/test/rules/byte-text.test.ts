import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64Url, toBase64Url, toHex } from '../../src/rules/byte-text.ts';

describe('byte texts', () => {
  it('write bytes as Node does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(Uint8Array.from(bytes));
      }),
    );
  });

  it.each(['a', 'abcde', 'ab=', 'a+b/', 'ab cd', 'ä', 'AB', 'AAB'])(
    'refuse %s, which nobody would have written',
    (text) => {
      expect(fromBase64Url(text)).toBeUndefined();
    },
  );
});
