import { counted, type FieldCounts } from './field-counts.ts';
import type { PostingList } from './posting-list.ts';
import { stem } from './stem.ts';
import { TermSpace, type FieldModel } from './term-space.ts';
import { tokenise } from './tokenise.ts';
import { FIELDS } from './tool-fields.ts';

const GRAM = 4;

/** Pieces of four characters, with the edges of the word marked: near spellings and glued words share some. */
export function gramsOf(word: string): string[] {
  const marked = `#${word}#`;
  if (marked.length <= GRAM) return [marked];
  const grams: string[] = [];
  for (let at = 0; at + GRAM <= marked.length; at += 1) grams.push(marked.slice(at, at + GRAM));
  return grams;
}

function gramCount(word: string): number {
  return Math.max(1, word.length + 3 - GRAM);
}

/** A word of the catalogue as it is written, and the terms that it counts for. */
interface Word {
  readonly text: string;
  readonly stem: PostingList;
  readonly grams: readonly PostingList[];
  /** Tools that have it. */
  uses: number;
}

/** The distinct words of one tool: what must be taken back when it goes. */
export interface ToolWords {
  readonly words: readonly Word[];
}

/** The words of the catalogue, as stems and as pieces. */
export class Lexicon {
  readonly stems: TermSpace;
  readonly grams: TermSpace;
  readonly #words = new Map<string, Word>();
  #mark = 0;

  constructor(model: FieldModel) {
    this.stems = new TermSpace(model);
    this.grams = new TermSpace(model);
  }

  /** Adds a tool at a free slot. `texts`: one for each field. */
  add(slot: number, texts: readonly string[]): ToolWords {
    this.stems.reserve(slot + 1);
    this.grams.reserve(slot + 1);
    const { counts, stemLengths, gramLengths } = countWords(texts);
    const words: Word[] = [];
    for (const [text, count] of counts) {
      const word = this.#wordOf(text);
      words.push(word);
      word.uses += 1;
      word.stem.add(slot, count);
      for (const gram of word.grams) gram.add(slot, count);
    }
    this.stems.addLengths(slot, stemLengths);
    this.grams.addLengths(slot, gramLengths);
    return { words };
  }

  remove(slot: number, { words }: ToolWords): void {
    this.#mark += 1;
    for (const word of words) {
      this.#take(word.stem, slot);
      for (const gram of word.grams) this.#take(gram, slot);
      word.uses -= 1;
      if (word.uses === 0) this.#forget(word);
    }
    this.stems.removeLengths(slot);
    this.grams.removeLengths(slot);
  }

  #take(list: PostingList, slot: number): void {
    if (list.mark === this.#mark) return;
    list.mark = this.#mark;
    list.remove(slot);
  }

  #forget(word: Word): void {
    this.#words.delete(word.text);
    this.stems.dropWhenEmpty(word.stem);
    for (const gram of word.grams) this.grams.dropWhenEmpty(gram);
  }

  #wordOf(text: string): Word {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    const grams = gramsOf(text).map((gram) => this.grams.listOf(gram));
    const word = { text, stem: this.stems.listOf(stem(text)), grams, uses: 0 };
    this.#words.set(text, word);
    return word;
  }
}

interface WordCounts {
  readonly counts: ReadonlyMap<string, FieldCounts>;
  /** Stems in each field, and pieces of words. */
  readonly stemLengths: Uint32Array;
  readonly gramLengths: Uint32Array;
}

function countWords(texts: readonly string[]): WordCounts {
  const counts = new Map<string, FieldCounts>();
  const stemLengths = new Uint32Array(FIELDS.length);
  const gramLengths = new Uint32Array(FIELDS.length);
  texts.forEach((text, field) => {
    const words = tokenise(text);
    stemLengths[field] = words.length;
    gramLengths[field] = words.reduce((sum, word) => sum + gramCount(word), 0);
    for (const word of words) counts.set(word, counted(counts.get(word) ?? 0, field));
  });
  return { counts, stemLengths, gramLengths };
}
