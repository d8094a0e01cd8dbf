import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { encodeText } from '../../src/rules/binary.ts';
import { ByteAutomaton } from '../../src/rules/byte-automaton.ts';

function matchesOf(patterns: readonly string[], text: string): [end: number, length: number][] {
  const automaton = new ByteAutomaton(patterns.map(encodeText));
  let state = 0;
  return Array.from(encodeText(text), (byte, at): [number, number] => {
    state = automaton.next(state, byte);
    return [at + 1, automaton.match(state)];
  }).filter(([, length]) => length > 0);
}

describe('The automaton', () => {
  it('tells where patterns end, the longest of those that end together', () => {
    expect(matchesOf(['he', 'she', 'his', 'hers'], 'ushers')).toEqual([
      [4, 3],
      [6, 4],
    ]);
  });

  it('finds a pattern within one that was begun and given up', () => {
    expect(matchesOf(['abcx', 'bc'], 'abcd')).toEqual([[3, 2]]);
  });

  it('finds nothing without patterns, and nothing for an empty one', () => {
    expect(matchesOf([], 'abc')).toEqual([]);
    expect(matchesOf([''], 'abc')).toEqual([]);
  });

  it('tells how much of the end begins a longer pattern', () => {
    const automaton = new ByteAutomaton([encodeText('ab-x'), encodeText('b-y')]);
    let state = 0;
    const depths = Array.from(encodeText('ab-yab-z'), (byte) => automaton.begun((state = automaton.next(state, byte))));
    expect(depths).toEqual([1, 2, 3, 0, 1, 2, 3, 0]);
  });

  it('takes two steps a byte at most over input that invites more, with a thousand patterns', () => {
    const random = createSeededRandom(9);
    const hex = () => Buffer.from(random(new Uint8Array(20))).toString('hex');
    const patterns = Array.from({ length: 1_000 }, (_, at) => `${'a'.repeat(at % 500)}${hex()}`);
    const automaton = new ByteAutomaton([...patterns, `${'a'.repeat(5_000)}b`].map(encodeText));
    const text = encodeText(`${'a'.repeat(4_999)}c`.repeat(20) + patterns.join(''));
    let state = 0;
    let found = 0;
    for (const byte of text) {
      state = automaton.next(state, byte);
      if (automaton.match(state) > 0) found++;
    }
    expect(found).toBeGreaterThanOrEqual(1_000);
    expect(automaton.steps).toBeLessThanOrEqual(2 * text.length);
  });
});
