import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASSOCIATED, associatedData } from '../../src/rules/associated-data.ts';
import { toBase64Url } from '../../src/rules/binary.ts';

describe('associated data', () => {
  it('is the label and each field with four bytes of length before it', () => {
    expect(Buffer.from(associatedData('ab', ['', 'ü'])).toString('hex')).toBe(
      '000000026162' + '00000000' + '00000002c3bc',
    );
  });

  it('is another one for any other list, also where the texts join to the same', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'ü', '🔑'), maxLength: 4 });
    const list = fc.array(text, { minLength: 1, maxLength: 4 });
    const write = ([label = '', ...fields]: string[]) => toBase64Url(associatedData(label, fields));
    fc.assert(
      fc.property(list, list, (one, other) => {
        expect(write(one) === write(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 2_000 },
    );
    expect(write(['a', 'bc'])).not.toBe(write(['ab', 'c']));
    expect(write(['a', ''])).not.toBe(write(['a']));
  });

  it('refuses half a surrogate pair, which would be written as another text is', () => {
    expect(() => associatedData('a', ['\uD83D'])).toThrow(TypeError);
    expect(() => associatedData('\uDD11', [])).toThrow(TypeError);
  });

  it('has labels that nobody may change: every file is bound to them', () => {
    expect(ASSOCIATED).toEqual({
      secret: 'wicketgate-secrets/v1/secret',
      wrap: 'wicketgate-secrets/v1/wrap',
      envelope: 'wicketgate-envelope/v1',
    });
  });
});
