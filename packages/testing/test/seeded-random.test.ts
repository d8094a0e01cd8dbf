import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';

const bytes = (seed: number | undefined, count = 1000) => createSeededRandom(seed)(new Uint8Array(count));

describe('seeded random', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(bytes(7)).toEqual(bytes(7));
    expect(bytes(7)).not.toEqual(bytes(8));
    expect(bytes(undefined)).toEqual(bytes(1));
  });

  it('goes on where it stopped', () => {
    const random = createSeededRandom(7);
    const parts = [...random(new Uint8Array(400)), ...random(new Uint8Array(600))];
    expect(parts).toEqual([...bytes(7)]);
  });

  it('fills the bytes that it is given', () => {
    const target = new Uint8Array(16);
    expect(createSeededRandom(1)(target)).toBe(target);
  });

  it('uses every byte about equally often', () => {
    const counts = new Array<number>(256).fill(0);
    for (const byte of bytes(3, 256_000)) counts[byte] = (counts[byte] ?? 0) + 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(200);
  });
});
