import { expect, it } from 'vitest';
import { parseSynsets } from '../../word-table/wordnet.ts';

const INSTALL =
  '01572394 35 v 04 install 0 instal 0 put_in 1 set_up 9 003 @ 01496967 v 0000 + 00240271 n 0101 ~ 01572604 v 0000 02 + 08 00 + 11 00 | set up for use; "install the washer and dryer"; "We put in a new sink"  ';
const KING = '09509554 18 n 01 Augeas 0 001 @i 09507794 n 0000 | (Greek mythology) a mythical king  ';
const PREDICATE = '00001740 00 a 01 a_cappella(p) 0 000 | sung without accompaniment  ';
const SIMILAR = '00003829 00 s 02 dying 0 moribund 0 001 & 00003553 a 0000 | at the end  ';

it('reads the words of a meaning, its definition, its examples and the first meaning that it belongs to', () => {
  expect(parseSynsets(`  1 a line of the licence\n${INSTALL}\n`)).toEqual([
    {
      key: 'v01572394',
      lemmas: ['install', 'instal', 'put in', 'set up'],
      definition: 'set up for use',
      examples: ['install the washer and dryer', 'We put in a new sink'],
      related: 'v01496967',
      person: false,
    },
  ]);
});

it('tells one person from what is said of people', () => {
  expect(parseSynsets(`${KING}\n${INSTALL}`).map(({ person }) => person)).toEqual([true, false]);
});

it('leaves out the mark of where an adjective may stand', () => {
  expect(parseSynsets(PREDICATE)[0]).toMatchObject({ lemmas: ['a cappella'], related: undefined, examples: [] });
});

it('finds the adjective that another is similar to', () => {
  expect(parseSynsets(SIMILAR)[0]).toMatchObject({ key: 'a00003829', related: 'a00003553' });
});

it('refuses a part of speech that WordNet does not have', () => {
  expect(() => parseSynsets(KING.replace(' n 01', ' x 01'))).toThrow('no part of speech "x"');
});
