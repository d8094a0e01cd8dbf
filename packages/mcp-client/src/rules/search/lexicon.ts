import type { PostingList } from './posting-list.ts';
import { stem } from './stem.ts';
import { TermSpace, type FieldModel } from './term-space.ts';
import { tokenise } from './tokenise.ts';
import { FIELDS } from './tool-fields.ts';

const WIDTH = FIELDS.length;
const GRAM = 4;

/** Pieces of four characters, with the edges of the word marked: near spellings and glued words share some. */
export function gramsOf(word: string): string[] {
  const marked = `#${word}#`;
  if (marked.length <= GRAM) return [marked];
  const grams: string[] = [];
  for (let at = 0; at + GRAM <= marked.length; at += 1) grams.push(marked.slice(at, at + GRAM));
  return grams;
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
    const { words, counts } = this.#count(texts);
    const lengths = { stems: new Uint32Array(WIDTH), grams: new Uint32Array(WIDTH) };
    words.forEach((word, at) => {
      const from = at * WIDTH;
      word.uses += 1;
      word.stem.add(slot, counts, from);
      for (const gram of word.grams) gram.add(slot, counts, from);
      for (let field = 0; field < WIDTH; field += 1) {
        const count = counts[from + field] ?? 0;
        lengths.stems[field] = (lengths.stems[field] ?? 0) + count;
        lengths.grams[field] = (lengths.grams[field] ?? 0) + count * word.grams.length;
      }
    });
    this.stems.addLengths(slot, lengths.stems);
    this.grams.addLengths(slot, lengths.grams);
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

  #count(texts: readonly string[]): { words: Word[]; counts: Uint8Array } {
    const places = new Map<string, number>();
    let counts = new Uint8Array(64 * WIDTH);
    texts.forEach((text, field) => {
      for (const token of tokenise(text)) {
        const at = places.get(token) ?? places.size;
        places.set(token, at);
        if ((at + 1) * WIDTH > counts.length) counts = doubled(counts);
        const place = at * WIDTH + field;
        counts[place] = Math.min(255, (counts[place] ?? 0) + 1);
      }
    });
    return { words: [...places.keys()].map((token) => this.#wordOf(token)), counts };
  }

  #wordOf(text: string): Word {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    const grams = [...gramsOf(text)].map((gram) => this.grams.listOf(gram));
    const word = { text, stem: this.stems.listOf(stem(text)), grams, uses: 0 };
    this.#words.set(text, word);
    return word;
  }
}

function doubled(counts: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(counts.length * 2);
  larger.set(counts);
  return larger;
}
