import { expect, it } from 'vitest';
import { chooseWords } from '../../word-table/vocabulary.ts';
import type { Synset } from '../../word-table/wordnet.ts';

function meaning(lemmas: readonly string[], definition: string, more: Partial<Synset> = {}): Synset {
  return { key: lemmas.join(), lemmas, definition, examples: [], related: undefined, person: false, ...more };
}

const DICTIONARY = [
  meaning(['create'], 'make something new'),
  meaning(['Paris'], 'the capital of France'),
  meaning(['Doe', 'Jane Doe'], 'a writer who was famous', { person: true }),
  meaning(['rotter'], '(slang) an offensive word for a person'),
  meaning(['bull'], 'a male animal'),
  meaning(['bull'], 'a hopeful buyer'),
  meaning(['bull'], 'a big strong man'),
  meaning(['bull'], 'a decree'),
  meaning(['bull'], '(slang) nonsense'),
];

it('takes the most frequent word of each stem, with its place in the order of frequency', () => {
  expect(chooseWords(['made', 'creating', 'create', 'capital'], DICTIONARY)).toEqual([
    { word: 'creating', stem: 'creat', rank: 2 },
    { word: 'capital', stem: 'capital', rank: 4 },
  ]);
});

it('leaves out what the dictionary does not have, and what is no plain word', () => {
  expect(chooseWords(['zzyzx', 'a', ',', '42', "new's", 'New', 'well-known', 'new'], DICTIONARY)).toEqual([
    { word: 'new', stem: 'new', rank: 8 },
  ]);
});

it('leaves out names that it knows of persons alone, and keeps those of places', () => {
  expect(chooseWords(['jane', 'doe', 'paris', 'france', 'writer'], DICTIONARY).map(({ word }) => word)).toEqual([
    'paris',
    'writer',
  ]);
});

it('leaves out words that are mostly offensive', () => {
  expect(chooseWords(['rotter', 'bull'], DICTIONARY).map(({ word }) => word)).toEqual(['bull']);
});
