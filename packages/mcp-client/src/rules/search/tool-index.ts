import type { SearchAnswer, SearchOptions } from '../../words/search.ts';
import type { ToolIndex } from '../../words/tool-index.ts';
import type { SearchableTool } from '../../words/tool.ts';
import type { WordTable } from '../../words/word-table.ts';
import { type Confidence, judge, type Reading } from './confidence.ts';
import { StrangeWords } from './everyday-words.ts';
import { findEvidence, type Finding } from './evidence.ts';
import { ExactNames, type Naming } from './exact-names.ts';
import { joinHits } from './join-answers.ts';
import { leaningWords } from './leaning.ts';
import { Lexicon, type ToolWords } from './lexicon.ts';
import { Meanings } from './meanings.ts';
import { Ranker, type Range } from './ranker.ts';
import { RANKING, type Ranking } from './ranking.ts';
import { reasonsOf } from './reasons.ts';
import { readRequest, type Search } from './request.ts';
import { hasEvidence, readSignals } from './signals.ts';
import { createSoftWords } from './soft-words.ts';
import type { Term } from './terms.ts';
import { fieldTexts } from './tool-fields.ts';
import { topSlots } from './top-slots.ts';

export interface ToolIndexOptions {
  /** Finds words that are near to those that no tool has. Default: none. */
  readonly wordTable?: WordTable | undefined;
}

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 1_000;
/** Above every score of a tool that is not named. */
const NAMED_SCORE: Readonly<Record<Naming, number>> = { name: 1, id: 2 };
/** Of these, the best ones, one must answer the request. */
const JUDGED_HITS = 10;

/** An empty index. `search` throws a TypeError for a limit that is no whole number from 1 to 1,000. */
export function createToolIndex(options: ToolIndexOptions = {}): ToolIndex {
  return new RankedToolIndex(RANKING, options.wordTable);
}

interface Entry {
  readonly tool: SearchableTool;
  readonly slot: number;
  readonly words: ToolWords;
}

interface Bounds {
  readonly limit: number;
  readonly range: Range;
}

/** What a search finds before it is judged. */
interface Found {
  /** By slot. */
  readonly scores: Float64Array;
  readonly named: ReadonlyMap<string, Naming>;
  /** The best slots, the best first. */
  readonly top: readonly number[];
  readonly terms: readonly Term[];
  /** By place in `top`. */
  readonly evidence: readonly (readonly Finding[])[];
}

/** An index with its own numbers for the ranker. */
export class RankedToolIndex implements ToolIndex {
  readonly #lexicon: Lexicon;
  readonly #ranker: Ranker;
  readonly #meanings: Meanings | undefined;
  readonly #names = new ExactNames();
  readonly #strangeWords: StrangeWords;
  readonly #entries = new Map<string, Entry>();
  /** Entries by slot; a slot that is free is used again. */
  readonly #slots: (Entry | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(ranking: Ranking, wordTable?: WordTable) {
    this.#lexicon = new Lexicon(ranking.fields);
    this.#strangeWords = new StrangeWords(this.#lexicon.stems);
    const softTerms = wordTable === undefined ? undefined : createSoftWords(wordTable, this.#lexicon.stems);
    this.#meanings = wordTable === undefined ? undefined : new Meanings(wordTable);
    this.#ranker = new Ranker({ lexicon: this.#lexicon, ranking, softTerms, meanings: this.#meanings });
  }

  get size(): number {
    return this.#entries.size;
  }

  set(tool: SearchableTool): void {
    this.delete(tool.id);
    const slot = this.#free.pop() ?? this.#slots.length;
    const texts = fieldTexts(tool);
    this.#meanings?.add(slot, texts);
    const entry = { tool, slot, words: this.#lexicon.add(slot, texts) };
    this.#slots[slot] = entry;
    this.#entries.set(tool.id, entry);
    this.#names.add(tool);
  }

  delete(id: string): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    this.#lexicon.remove(entry.slot, entry.words);
    this.#names.remove(entry.tool);
    this.#slots[entry.slot] = undefined;
    this.#free.push(entry.slot);
    return this.#entries.delete(id);
  }

  search(request: string, options: SearchOptions = {}): SearchAnswer {
    const bounds = { limit: limitOf(options), range: this.#rangeOf(options.servers) };
    const answers = readRequest(request).map((search) => this.#answer(search, bounds));
    const hits = joinHits(
      answers.map((answer) => answer.hits),
      bounds.limit,
    );
    return { hits, confidence: best(answers.map((answer) => answer.confidence)) };
  }

  /** What a request's first search is judged by; undefined when it names a tool, or no tool has a word of it. */
  readingOf(request: string): Reading | undefined {
    const [search] = readRequest(request);
    if (search === undefined) return undefined;
    const found = this.#find(search, { limit: JUDGED_HITS, range: this.#rangeOf(undefined) });
    return found.named.size > 0 ? undefined : this.#read(found);
  }

  #answer(search: Search, bounds: Bounds): SearchAnswer {
    const found = this.#find(search, bounds);
    const { named, scores, evidence } = found;
    const confidence = named.size > 0 ? 'high' : judge(this.#read(found));
    if (confidence === 'none') return { hits: [], confidence };
    const hits = found.top.slice(0, bounds.limit).map((slot, at) => {
      const id = this.#idOf(slot);
      const reasons = reasonsOf(evidence[at] ?? []);
      return { id, score: scores[slot] ?? 0, reasons: named.has(id) ? ['exact name', ...reasons] : reasons };
    });
    return { hits, confidence };
  }

  #find(search: Search, { limit, range }: Bounds): Found {
    const scores = this.#ranker.rank(search, range);
    const named = this.#addNamed(scores, search, range);
    const top = topSlots(scores, { size: range.size, limit: Math.max(limit, JUDGED_HITS), idOf: this.#idOf });
    const terms = this.#ranker.resolve(search.words);
    return { scores, named, top, terms, evidence: findEvidence(terms, top) };
  }

  #read({ terms, evidence }: Found): Reading | undefined {
    const judged = evidence.slice(0, JUDGED_HITS);
    if (!hasEvidence(judged)) return undefined;
    const strangeWords = this.#strangeWords;
    const signals = readSignals({ terms, evidence: judged, strangeWords, toolCount: this.#entries.size });
    return { signals, words: leaningWords(terms, strangeWords.everydayShare) };
  }

  #addNamed(scores: Float64Array, search: Search, range: Range): ReadonlyMap<string, Naming> {
    const named = new Map<string, Naming>();
    for (const [id, naming] of this.#names.find(search.text)) {
      const slot = this.#entries.get(id)?.slot ?? -1;
      if (!range.isOpen(slot)) continue;
      named.set(id, naming);
      scores[slot] = (scores[slot] ?? 0) + NAMED_SCORE[naming];
    }
    return named;
  }

  #rangeOf(servers: readonly string[] | undefined): Range {
    const allowed = servers === undefined ? undefined : new Set(servers);
    const isOpen = (slot: number): boolean => {
      const server = this.#slots[slot]?.tool.server;
      return server !== undefined && (allowed === undefined || allowed.has(server));
    };
    return { size: this.#slots.length, isOpen };
  }

  readonly #idOf = (slot: number): string => this.#slots[slot]?.tool.id ?? '';
}

function limitOf({ limit = DEFAULT_LIMIT }: SearchOptions): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new TypeError('The limit of a search is a whole number from 1 to 1,000.');
}

function best(confidences: readonly Confidence[]): Confidence {
  if (confidences.includes('high')) return 'high';
  return confidences.includes('low') ? 'low' : 'none';
}
