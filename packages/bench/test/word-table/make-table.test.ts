import { createSeededRandom } from '@wicketgate/testing';
import { expect, it } from 'vitest';
import { loadWordTable } from '../../../mcp-client/src/rules/word-table/load-word-table.ts';
import { makeTable, type TableInputs } from '../../word-table/make-table.ts';
import { parseSynsets } from '../../word-table/wordnet.ts';

const WORDS = ['hound', 'dog', 'puppy', 'bark', 'animal', 'coin', 'money', 'cash', 'pay', 'price'];
const DATA = [
  '00000001 05 n 02 dog 0 hound 0 000 | an animal that can bark; "the hound and the puppy bark"',
  '00000002 05 n 01 puppy 0 001 @ 00000001 n 0000 | a small dog or hound; "a puppy is an animal"',
  '00000003 21 n 02 money 0 cash 0 000 | coin with which one can pay a price; "pay cash"',
  '00000004 21 n 01 coin 0 001 @ 00000003 n 0000 | money to pay; "cash and coin"',
  '00000005 40 v 01 pay 0 000 | give money for a price; "pay with a coin"',
].join('\n');

function randomFrom(seed: number): () => number {
  const fill = createSeededRandom(seed);
  return () => (fill(new Uint8Array(1))[0] ?? 0) / 256;
}

/** Vectors that say nothing of the meaning: all of it must come from the dictionary. */
function inputs(): TableInputs {
  const random = randomFrom(7);
  const vectors = new Map(WORDS.map((word) => [word, Array.from({ length: 8 }, () => random() - 0.5)]));
  return { frequent: WORDS, vectorOf: (word) => vectors.get(word) ?? [], synsets: parseSynsets(DATA) };
}

function trained(seed: number): Uint8Array<ArrayBuffer> {
  return makeTable(inputs(), {
    trainedWords: 10,
    shippedWords: 9,
    dimensions: 8,
    shippedDimensions: 4,
    epochs: 40,
    batchSize: 4,
    random: randomFrom(seed),
  });
}

it('makes the same bytes of the same inputs, and others of another chance', () => {
  expect(trained(1)).toEqual(trained(1));
  expect(trained(1)).not.toEqual(trained(2));
});

it('ships the most frequent words, with vectors of the length that was asked for', () => {
  const table = loadWordTable(trained(1));
  expect([table.size, table.dimensions]).toEqual([9, 4]);
  expect(table.vectorOf('price')).toBeUndefined();
});

it('hears the loss of each epoch, which falls', () => {
  const losses: number[] = [];
  makeTable(inputs(), {
    trainedWords: 10,
    shippedWords: 10,
    dimensions: 8,
    shippedDimensions: 4,
    epochs: 5,
    batchSize: 4,
    random: randomFrom(1),
    onEpoch: (loss) => losses.push(loss),
  });
  expect(losses).toHaveLength(5);
  expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
});
