import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSoftWords, MAX_KNOWN_WORDS, MAX_SOFT_TERMS } from '../../../src/rules/search/soft-words.ts';
import type { Vocabulary } from '../../../src/rules/search/soft-terms.ts';
import type { WordTable } from '../../../src/words/word-table.ts';
import { literalTable } from './literal-table.ts';

const table = literalTable({
  eras: [1, 0],
  delet: [1, 0],
  remov: [0.8, 0.6],
  edge: [0.35, Math.sqrt(1 - 0.35 ** 2)],
  paint: [0, 1],
  keep: [-1, 0],
});

/** A catalogue of terms that a test changes. */
function changingTerms(...first: readonly string[]): Vocabulary & { set: (...terms: readonly string[]) => void } {
  let terms = first;
  let version = 1;
  return {
    get version() {
      return version;
    },
    terms: () => terms,
    set(...next) {
      terms = next;
      version += 1;
    },
  };
}

it('gives the terms that are near to a word, nearest first, half as much as the word at most', () => {
  const near = createSoftWords(table, changingTerms('paint', 'remov', 'delet', 'keep')).nearestTo('eras');
  expect(near.map(({ stem }) => stem)).toEqual(['delet', 'remov']);
  expect(near[0]?.weight).toBe(0.5);
  expect(near[1]?.weight).toBeCloseTo((0.5 * (0.8 - 0.35)) / 0.65, 6);
});

it('leaves out a term whose cosine is no more than 0.35', () => {
  expect(createSoftWords(table, changingTerms('edge', 'paint')).nearestTo('eras')).toEqual([]);
  const above = literalTable({ eras: [1, 0], edge: [0.36, Math.sqrt(1 - 0.36 ** 2)] });
  expect(createSoftWords(above, changingTerms('edge')).nearestTo('eras')).toHaveLength(1);
});

it('gives nothing for a word that the table does not know', () => {
  expect(createSoftWords(table, changingTerms('delet')).nearestTo('zzz')).toEqual([]);
});

it.each([MAX_SOFT_TERMS - 1, MAX_SOFT_TERMS, MAX_SOFT_TERMS + 1])(
  'of %i near terms, gives 20 at most, by stem',
  (count) => {
    const stems = Array.from({ length: count }, (_, at) => `t${String(at).padStart(2, '0')}`);
    const same = literalTable(Object.fromEntries(['eras', ...stems].map((stem) => [stem, [1, 0]])));
    const near = createSoftWords(same, changingTerms(...stems.toReversed())).nearestTo('eras');
    expect(near.map(({ stem }) => stem)).toEqual(stems.slice(0, MAX_SOFT_TERMS));
  },
);

it('finds a term that came, and no longer one that went', () => {
  const terms = changingTerms('remov', 'paint');
  const soft = createSoftWords(table, terms);
  expect(soft.nearestTo('eras').map(({ stem }) => stem)).toEqual(['remov']);
  terms.set('paint', 'delet');
  expect(soft.nearestTo('eras').map(({ stem }) => stem)).toEqual(['delet']);
});

/** Counts how often a table is asked for the vector of a word. */
function countedTable(inner: WordTable): { table: WordTable; asked: (stem: string) => number } {
  const counts = new Map<string, number>();
  const counted: WordTable = {
    ...inner,
    vectorOf(stem) {
      counts.set(stem, (counts.get(stem) ?? 0) + 1);
      return inner.vectorOf(stem);
    },
  };
  return { table: counted, asked: (stem) => counts.get(stem) ?? 0 };
}

it('asks the table once for each term and each word while the catalogue stays', () => {
  const { table: counted, asked } = countedTable(table);
  const terms = changingTerms('delet', 'unheard');
  const soft = createSoftWords(counted, terms);
  soft.nearestTo('eras');
  soft.nearestTo('eras');
  terms.set('delet', 'unheard', 'remov');
  soft.nearestTo('eras');
  expect([asked('delet'), asked('unheard'), asked('remov'), asked('eras')]).toEqual([1, 1, 1, 2]);
});

it.each([
  [MAX_KNOWN_WORDS - 1, 1],
  [MAX_KNOWN_WORDS, 2],
])('forgets the oldest answer when %i others came after it, from 1,000 on', (others, times) => {
  const { table: counted, asked } = countedTable(table);
  const soft = createSoftWords(counted, changingTerms('delet'));
  soft.nearestTo('eras');
  for (let at = 0; at < others; at += 1) soft.nearestTo(`other${at}`);
  soft.nearestTo('eras');
  expect(asked('eras')).toBe(times);
});

it('answers after any changes as one that was made anew', () => {
  const stems = ['delet', 'remov', 'edge', 'paint', 'keep', 'unheard'];
  const steps = fc.array(fc.subarray(stems), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(steps, (catalogues) => {
      const terms = changingTerms();
      const soft = createSoftWords(table, terms);
      for (const catalogue of catalogues) {
        terms.set(...catalogue);
        const fresh = createSoftWords(table, changingTerms(...catalogue.toReversed()));
        for (const word of ['eras', 'paint', 'keep']) expect(soft.nearestTo(word)).toEqual(fresh.nearestTo(word));
      }
    }),
  );
});
