import { describe, expect, it } from 'vitest';
import { createProofMemory } from '../../src/services/proof-memory.ts';

const proof = (jkt: string, jti: string, expiresAt = 100) => ({ jkt, jti, expiresAt });

describe('the memory of proofs', () => {
  it('knows a proof until it ends', () => {
    const memory = createProofMemory();
    expect(memory.claim(proof('a', '1'), 0)).toBe(true);
    expect(memory.claim(proof('a', '1'), 99)).toBe(false);
    expect(memory.claim(proof('a', '1', 200), 100)).toBe(true);
  });

  it('tells keys apart', () => {
    const memory = createProofMemory();
    expect([memory.claim(proof('a', '1'), 0), memory.claim(proof('b', '1'), 0)]).toEqual([true, true]);
  });

  it('refuses one key what does not fit, and leaves room for the others', () => {
    const memory = createProofMemory({ perKey: 2, inAll: 10 });
    const claims = ['1', '2', '3'].map((jti) => memory.claim(proof('a', jti), 0));
    expect(claims).toEqual([true, true, false]);
    expect(memory.claim(proof('b', '1'), 0)).toBe(true);
    expect(memory.claim(proof('a', '1'), 99)).toBe(false);
    expect(memory.claim(proof('a', '3', 200), 100)).toBe(true);
  });

  it('never forgets early to make room: what does not fit in all is refused until something ends', () => {
    const memory = createProofMemory({ perKey: 10, inAll: 3 });
    expect(['a', 'b', 'c', 'd'].map((jkt) => memory.claim(proof(jkt, '1'), 0))).toEqual([true, true, true, false]);
    expect(memory.claim(proof('a', '1'), 50)).toBe(false);
    expect(['d', 'e', 'f', 'g'].map((jkt) => memory.claim(proof(jkt, '1', 300), 100))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
