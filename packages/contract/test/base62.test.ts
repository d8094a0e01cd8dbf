import { describe, expect, it } from 'vitest';
import { encodeBase62, randomBase62 } from '../src/base62.ts';
import { seededBytes } from './seeded-bytes.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('encodeBase62', () => {
  it.each([
    [0, 6, '000000'],
    [61, 6, '00000z'],
    [62, 6, '000010'],
    [0xffffffff, 6, '4gfFC3'],
  ])('writes %d in %d digits as %s', (value, width, text) => {
    expect(encodeBase62(value, width)).toBe(text);
  });

  it('sorts as numbers do', () => {
    const values = [0, 9, 10, 35, 36, 61, 62, 3843, 3844, 0xffffffff];
    const texts = values.map((value) => encodeBase62(value, 6));
    expect([...texts].sort()).toEqual(texts);
  });
});

describe('randomBase62', () => {
  it('maps the bytes below 248 to every digit four times, and rejects the rest', () => {
    let next = 0;
    // Two rounds through all bytes: each round gives 248 digits.
    const all = randomBase62(496, (bytes) => bytes.map(() => next++ & 0xff));
    expect(next).toBeGreaterThan(496);
    for (const digit of ALPHABET) expect(all.split(digit)).toHaveLength(1 + 8);
  });

  it.each([247, 248, 255])('treats byte %d at the edge as it should', (edge) => {
    const bytes = [edge, 10];
    const text = randomBase62(1, (target) => target.map(() => bytes.shift() ?? 0));
    expect(text).toBe(edge < 248 ? 'z' : 'A');
  });

  it('asks again until the text is long enough', () => {
    const text = randomBase62(1000, seededBytes(1));
    expect(text).toMatch(/^[0-9A-Za-z]{1000}$/);
  });

  it('is even: no digit strays far from its share of 620,000', () => {
    const counts = new Map<string, number>();
    for (const digit of randomBase62(620_000, seededBytes(2))) counts.set(digit, (counts.get(digit) ?? 0) + 1);
    expect(counts.size).toBe(62);
    // Five standard deviations around 10,000.
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});
