import { isAction, isCircumstance } from './plain-words.ts';
import { splitSentences } from './sentences.ts';
import { stem } from './stem.ts';
import { isContent, isQuiet } from './stop-words.ts';
import { tokenise } from './tokenise.ts';
import { findValues, kindsOfValues, withoutValues } from './values.ts';

/** Between two searches of one request. */
const SEARCH_EDGE = '\u0001';
/** Characters of a request that are read, all its searches together. */
export const MAX_REQUEST_CHARACTERS = 8_000;
/** Searches of one request; those behind are not read. */
export const MAX_SEARCHES = 16;

/** Who files something makes it; elsewhere a file is a thing. */
const FILES_SOMETHING = /\bfile(?=\s+(?:an?|another)\s)/gi;
const PROPER = /(?<=[^\s.!?]\s)\p{Lu}[\p{L}\p{M}]*/gu;
const QUIET_WEIGHT = 0.1;
const VALUE_WEIGHT = 0.3;
/** Of what a value is: a request with an address of a page is one about a page. */
const KIND_WEIGHT = 0.5;

/** A distinct word of a request. */
export interface RequestWord {
  readonly text: string;
  readonly stem: string;
  /** How much it is to count: 1, less for what every request has and for values. */
  readonly weight: number;
  readonly role: Role;
  /** It is not said: a value of the request is one. */
  readonly isKind?: true;
}

/**
 * `quiet`: every request has it. `value`: it stands in a value alone. `action`: what is done. `circumstance`: when,
 * how much, which one. `name`: written like a
 * name. `object`: what the request is about, as far as can be told.
 */
export type Role = 'quiet' | 'value' | 'action' | 'circumstance' | 'name' | 'object';

/** One search: the words of the whole, and of each of its parts where it has several. */
export interface Search {
  readonly text: string;
  readonly words: readonly RequestWord[];
  readonly parts: readonly (readonly RequestWord[])[];
}

/** The searches of a request, cut to 8,000 characters and 16 searches. */
export function readRequest(request: string): Search[] {
  return request
    .slice(0, MAX_REQUEST_CHARACTERS)
    .split(SEARCH_EDGE, MAX_SEARCHES)
    .filter((text) => text.trim() !== '')
    .map(readSearch);
}

function readSearch(text: string): Search {
  const values = valueWords(text);
  const parts = splitSentences(text).map((sentence) => readWords(sentence, values));
  return { text, words: readWords(text, values), parts: mergedParts(parts) };
}

/** The words that stand in values alone. */
function valueWords(text: string): ReadonlySet<string> {
  const outside = tokenise(withoutValues(text));
  // A request in quotation marks is no value: there is nothing that it would be a value of.
  if (!outside.map(stem).some(isContent) && kindsOfValues(text).length === 0) return new Set();
  const values = new Set(findValues(text).flatMap(tokenise));
  for (const word of outside) values.delete(word);
  return values;
}

function readWords(text: string, values: ReadonlySet<string>): RequestWord[] {
  const words = new Map<string, RequestWord>();
  const names = properNames(text);
  for (const token of tokenise(text.replaceAll(FILES_SOMETHING, 'create')).flatMap(spelledOut)) {
    const stemmed = stem(token);
    if (words.has(stemmed)) continue;
    const role = values.has(token) ? 'value' : roleOf(stemmed, names.has(token));
    words.set(stemmed, { text: token, stem: stemmed, weight: weightOf(stemmed, role), role });
  }
  for (const kind of kindsOfValues(text)) {
    const stemmed = stem(kind);
    if (!words.has(stemmed))
      words.set(stemmed, { text: kind, stem: stemmed, weight: KIND_WEIGHT, role: 'object', isKind: true });
  }
  return [...words.values()];
}

function weightOf(stemmed: string, role: Role): number {
  if (isQuiet(stemmed)) return QUIET_WEIGHT;
  return role === 'value' ? VALUE_WEIGHT : 1;
}

function roleOf(stemmed: string, isName: boolean): Role {
  if (!isContent(stemmed)) return 'quiet';
  if (isCircumstance(stemmed)) return 'circumstance';
  if (isAction(stemmed)) return 'action';
  return isName ? 'name' : 'object';
}

/** Words that are capitalised inside of a sentence. */
function properNames(text: string): ReadonlySet<string> {
  return new Set((text.match(PROPER) ?? []).flatMap(tokenise));
}

/** `PR` is two words elsewhere: `pull request`. */
function spelledOut(token: string): string[] {
  return token === 'pr' || token === 'prs' || token === 'mr' ? [token, 'request'] : [token];
}

/** A part needs two words that say something; one with fewer goes to the part before it, or to the next. */
function mergedParts(parts: readonly RequestWord[][]): RequestWord[][] {
  const merged: RequestWord[][] = [];
  let carried: RequestWord[] = [];
  for (const part of parts) {
    const joined = distinct([...carried, ...part]);
    const isThin = joined.filter(({ role }) => role !== 'quiet' && role !== 'value').length < 2;
    const last = merged.at(-1);
    carried = [];
    if (!isThin) merged.push(joined);
    else if (last === undefined) carried = joined;
    else merged[merged.length - 1] = distinct([...last, ...joined]);
  }
  return merged;
}

function distinct(words: readonly RequestWord[]): RequestWord[] {
  return [...new Map(words.map((word) => [word.stem, word])).values()];
}
