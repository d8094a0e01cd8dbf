import {
  formatUserCode,
  mintUserCode,
  parseUserCode,
  USER_CODE_ALPHABET,
  USER_CODE_LENGTH,
} from '@wicketgate/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededBytes } from './seeded-bytes.ts';

const letter = fc.nat(USER_CODE_ALPHABET.length - 1).map((at) => USER_CODE_ALPHABET.charAt(at));
const code = fc.string({ unit: letter, minLength: USER_CODE_LENGTH, maxLength: USER_CODE_LENGTH });
const noise = fc.string({ unit: fc.constantFrom(' ', '-', '–', '.', '_', '\u00a0', '0', '1'), maxLength: 3 });

describe('a typed user code', () => {
  it('is read in any case, with anything between its letters', () => {
    fc.assert(
      fc.property(code, fc.array(noise, { minLength: 9, maxLength: 9 }), fc.boolean(), (letters, gaps, small) => {
        const typed = letters.replace(/./g, (one, at: number) => `${gaps[at] ?? ''}${one}`) + (gaps[8] ?? '');
        expect(parseUserCode(small ? typed.toLowerCase() : typed)).toBe(letters);
      }),
    );
  });

  it('is whatever was shown', () => {
    fc.assert(fc.property(code, (letters) => parseUserCode(formatUserCode(letters)) === letters));
  });

  it('is none with a letter too few, too many, or out of its alphabet', () => {
    fc.assert(
      fc.property(
        code,
        fc.nat(USER_CODE_LENGTH - 1),
        fc.constantFrom('A', 'E', 'I', 'O', 'U', 'Y'),
        (letters, at, wrong) => {
          expect(parseUserCode(letters.slice(0, at) + letters.slice(at + 1))).toBeUndefined();
          expect(parseUserCode(letters.slice(0, at) + 'B' + letters.slice(at))).toBeUndefined();
          expect(parseUserCode(letters.slice(0, at) + wrong + letters.slice(at + 1))).toBeUndefined();
        },
      ),
    );
  });

  it('is nothing else, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (typed) => {
        expect(parseUserCode(typed) ?? 'BCDFGHJK').toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
      }),
    );
  });

  it('is looked at up to 64 characters', () => {
    expect(parseUserCode('BCDFGHJK'.padEnd(64, '-'))).toBe('BCDFGHJK');
    expect(parseUserCode('BCDFGHJK'.padEnd(65, '-'))).toBeUndefined();
  });

  it('is not read out of letters that only become ours in capitals', () => {
    // U+017F is a long s, U+212A the sign of Kelvin: capital S and small k to some.
    expect(parseUserCode('BCDFGHJ\u017f')).toBe('BCDFGHJS');
    expect(parseUserCode('BCDFGHJ\u212a')).toBeUndefined();
    expect(parseUserCode('ＢＣＤＦＧＨＪＫ')).toBeUndefined();
  });
});

describe('a new user code', () => {
  it('has every letter as often as any other', () => {
    const random = seededBytes(11);
    const counts = new Map<string, number>();
    for (let round = 0; round < 10_000; round++) {
      for (const one of mintUserCode(random)) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    expect([...counts.keys()].sort().join('')).toBe(USER_CODE_ALPHABET);
    // 4,000 each, with a standard deviation of 62.
    for (const count of counts.values()) expect(Math.abs(count - 4_000)).toBeLessThan(310);
  });

  it('passes over the bytes that would favour the first letters', () => {
    const bytes = [255, 240, 239, 20, 0, 19, 250, 1, 2, 3, 4, 5];
    const random = (into: Uint8Array<ArrayBuffer>) => into.map(() => bytes.shift() ?? 0);
    expect(mintUserCode(random)).toBe('ZBBZCDFG');
  });

  it('is shown in two halves', () => {
    expect(formatUserCode('BCDFGHJK')).toBe('BCDF-GHJK');
  });
});
