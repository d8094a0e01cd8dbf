import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { encodeText } from '../../src/rules/binary.ts';
import { ByteAutomaton } from '../../src/rules/byte-automaton.ts';
import { spellingsOf, wrappedSpellingsOf } from '../../src/rules/secret-spellings.ts';

function nodesOf(values: readonly string[]): number {
  const automata = [spellingsOf, wrappedSpellingsOf].map(
    (spell) => new ByteAutomaton(values.flatMap((value) => Array.from(spell(value), encodeText))),
  );
  return automata.reduce((sum, { nodes }) => sum + nodes, 0);
}

describe('The spellings of a secret', () => {
  it('are one for a plain token, besides those that can be broken into lines', () => {
    expect([...spellingsOf('tok_0123456789abcdef')]).toEqual(['tok_0123456789abcdef']);
  });

  it('take little room for a thousand secrets, plain or full of what is to be quoted', () => {
    const random = createSeededRandom(5);
    const plain = Array.from({ length: 1_000 }, () => Buffer.from(random(new Uint8Array(30))).toString('base64url'));
    const signs = plain.map((value) =>
      value.replaceAll(/[a-m]/g, (letter) => `'"\\&<$ %/\`~#é\t`.charAt(letter.charCodeAt(0) - 97)),
    );
    expect(nodesOf(plain)).toBeLessThan(1_000 * 40 * 10);
    expect(nodesOf(signs)).toBeLessThan(1_000 * 40 * 60);
  });

  it('of a long value are fewer', () => {
    const quoted = (length: number) => spellingsOf(`${'a'.repeat(length - 1)}'`).has(`${'a'.repeat(length - 1)}&#39;`);
    expect([4_095, 4_096, 4_097].map(quoted)).toEqual([true, true, false]);
  });
});
