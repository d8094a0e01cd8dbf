import {
  ACCENTED,
  type CharacterKind,
  CYRILLIC,
  DIGIT,
  HAN,
  HANGUL,
  isWordKind,
  KANA,
  kindOf,
  LOWER,
  NEWLINE,
  OTHER_LETTER,
  PUNCTUATION,
  SPACE,
  SYMBOL,
  UPPER,
} from './character-kind.ts';

/** Tokens per code unit in scripts where a word is several tokens, and what each word costs besides. Measured with o200k. */
const SCRIPTS: Partial<Record<CharacterKind, { readonly each: number; readonly word: number }>> = {
  [ACCENTED]: { each: 0.27, word: 0.4 },
  [CYRILLIC]: { each: 0.21, word: 0.35 },
  [OTHER_LETTER]: { each: 0.28, word: 0.1 },
  [HAN]: { each: 0.78, word: 0 },
  [KANA]: { each: 0.62, word: 0 },
  [HANGUL]: { each: 0.68, word: 0 },
  [SYMBOL]: { each: 1.1, word: 0 },
};

/**
 * How many tokens of o200k a text has, about: it is cut where that tokenizer cuts, and each piece counts as such pieces do on average.
 * Within 10 % on definitions of tools and on prose, within 25 % on one definition of at least 40 tokens; without a vocabulary
 * of 200,000 entries, and linear in the length of the text.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let before: CharacterKind = NEWLINE;
  for (let at = 0; at < text.length;) {
    const run = runAt(text, at);
    const after = run.end < text.length ? kindOf(text.charCodeAt(run.end)) : NEWLINE;
    tokens += costOf({ kind: run.kind, length: run.end - at, before, after });
    before = run.kind;
    at = run.end;
  }
  return text === '' ? 0 : Math.max(1, Math.round(tokens));
}

interface Run {
  readonly kind: CharacterKind;
  readonly end: number;
}

/** The longest stretch from `start` that o200k does not cut: a word ends where `aB` begins a new one. */
function runAt(text: string, start: number): Run {
  const first = kindOf(text.charCodeAt(start));
  let kind = first;
  let end = start + 1;
  for (; end < text.length; end++) {
    const next = kindOf(text.charCodeAt(end));
    if (!continues(kind, next)) break;
    if (isLatin(next) && next > kind) kind = next;
    else if (kind === UPPER && next === LOWER) kind = end === start + 1 ? LOWER : UPPER;
  }
  return { kind, end };
}

const isLatin = (kind: CharacterKind) => kind === LOWER || kind === UPPER || kind === ACCENTED;

function continues(kind: CharacterKind, next: CharacterKind): boolean {
  if (isLatin(kind) && isLatin(next)) return !(kind === LOWER && next === UPPER);
  return kind === next;
}

interface Piece {
  readonly kind: CharacterKind;
  readonly length: number;
  readonly before: CharacterKind;
  readonly after: CharacterKind;
}

function costOf({ kind, length, before, after }: Piece): number {
  switch (kind) {
    case LOWER:
      return before === SPACE ? 1.01 + lateness(length, 8) * 0.06 : 1 + lateness(length, 6) * 0.09;
    case UPPER:
      return length <= 2 ? 1 : 0.4 + length / 3;
    case DIGIT:
      return Math.ceil(length / 3);
    case SPACE:
      return blankCost(length, after);
    case NEWLINE:
      return (before === PUNCTUATION ? 0 : 1) + Math.floor(length / LONGEST_BREAK);
    case PUNCTUATION:
      return punctuationCost(length, after);
    default:
      return scriptCost(kind, length);
  }
}

const lateness = (length: number, from: number) => Math.max(0, length - from);

/** Blanks and line feeds that one token holds at most: padding is not free. */
const LONGEST_BLANK = 128;
const LONGEST_BREAK = 16;

/** The last blank belongs to what follows it, unless that is a number. */
function blankCost(length: number, after: CharacterKind): number {
  const padding = Math.floor(length / LONGEST_BLANK);
  if (after === NEWLINE) return padding;
  return padding + (after === DIGIT ? Math.min(length, 2) : Math.min(length - 1, 1));
}

/** A single mark belongs to the word after it; short rows of marks, such as `":{"`, have tokens of their own. */
function punctuationCost(length: number, after: CharacterKind): number {
  if (length === 1) return isWordKind(after) ? 0.1 : 1;
  return length <= 4 ? 1 : length * 0.5;
}

function scriptCost(kind: CharacterKind, length: number): number {
  const { each, word } = SCRIPTS[kind] ?? { each: 1, word: 0 };
  return word + each * length;
}
