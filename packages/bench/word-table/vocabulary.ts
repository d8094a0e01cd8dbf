import { createHash } from 'node:crypto';
import { stem } from '../../mcp-client/src/rules/search/stem.ts';
import { tokenise } from '../../mcp-client/src/rules/search/tokenise.ts';
import type { Synset } from './wordnet.ts';

/** A word of the table. */
export interface VocabularyWord {
  /** The most frequent of the words that share its stem. */
  readonly word: string;
  readonly stem: string;
  /** Its place in the order of frequency, from 1. */
  readonly rank: number;
}

/** Words that a dictionary gives as insults, slurs or obscenities, by what it says of them. */
const OFFENSIVE = /\b(?:slur|offensive|obscene|obscenity|vulgar|derogatory|disparaging|insulting|slang)\b/u;
/** The part of a word's meanings that makes it one of those. */
const MOSTLY = 1 / 4;
/** Insults that the dictionary gives without a word of warning, as the first digits of their SHA-256: nobody needs to read them here. */
const INSULTS = new Set([
  '130229cd36',
  '2f34b7a451',
  '70aafb4266',
  '796e43a5a8',
  '92a9bf818e',
  '99e367bcad',
  '9ae315a94e',
  'bd331fb1d2',
  'cbbd0f71af',
  'd75a838dc7',
  'e7b98c6aa5',
  'e84dde508a',
  'edf5e73441',
  'f59e28f8bb',
]);

/**
 * The words that a table is made for, most frequent first, one for each stem: those that the dictionary writes in lower case or
 * defines. Names that it knows of persons alone, and words that are mostly offensive, are left out.
 */
export function chooseWords(frequent: readonly string[], synsets: readonly Synset[]): VocabularyWord[] {
  const known = knownStems(synsets);
  const offensive = offensiveWords(synsets);
  const chosen = new Map<string, VocabularyWord>();
  frequent.forEach((word, at) => {
    const stemmed = stem(word);
    if (chosen.has(stemmed) || !known.has(stemmed) || !isPlainWord(word)) return;
    if (offensive.has(word) || isInsult(word)) return;
    chosen.set(stemmed, { word, stem: stemmed, rank: at + 1 });
  });
  return [...chosen.values()];
}

/** What an index would make of it is the word itself. */
function isPlainWord(word: string): boolean {
  return /^\p{Ll}{2,}$/u.test(word) && tokenise(word).join(' ') === word;
}

function isInsult(word: string): boolean {
  return INSULTS.has(createHash('sha256').update(word).digest('hex').slice(0, 10));
}

function knownStems(synsets: readonly Synset[]): Set<string> {
  const stems = new Set<string>();
  for (const { lemmas, definition, examples, person } of synsets) {
    // What is written large in a sentence is mostly a name.
    const texts = [definition, ...examples].flatMap((text) => text.match(/(?<!\p{L})\p{Ll}+/gu) ?? []);
    for (const text of person ? texts : [...lemmas, ...texts]) for (const word of tokenise(text)) stems.add(stem(word));
  }
  return stems;
}

function offensiveWords(synsets: readonly Synset[]): Set<string> {
  const meanings = new Map<string, { all: number; offensive: number }>();
  for (const { lemmas, definition } of synsets) {
    for (const lemma of lemmas) {
      const count = meanings.get(lemma.toLowerCase()) ?? { all: 0, offensive: 0 };
      meanings.set(lemma.toLowerCase(), {
        all: count.all + 1,
        offensive: count.offensive + (OFFENSIVE.test(definition) ? 1 : 0),
      });
    }
  }
  return new Set(
    [...meanings].filter(([, { all, offensive }]) => offensive / all >= MOSTLY && offensive > 0).map(([word]) => word),
  );
}
