/** A regular expression as a tree. */
export type Syntax =
  | { readonly kind: 'one'; readonly fits: (character: string) => boolean }
  | { readonly kind: 'place'; readonly at: Place }
  | { readonly kind: 'sequence'; readonly parts: readonly Syntax[] }
  | { readonly kind: 'choice'; readonly options: readonly Syntax[] }
  | { readonly kind: 'repeat'; readonly part: Syntax; readonly min: number; readonly max: number };

export type Place = 'start' | 'end' | 'edge' | 'no_edge';

const MAX_LENGTH = 1_000;
const MAX_GROUPS = 50;
const PLACES: ReadonlyMap<string, Place> = new Map([
  ['^', 'start'],
  ['$', 'end'],
  ['\\b', 'edge'],
  ['\\B', 'no_edge'],
]);
/** What is matched by one character: an escape, a class, a dot or the character itself. A pair of escapes may be one (ECMA-262, 22.2.1). */
const ONE =
  /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u\{[\da-fA-F]+\}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\c[A-Za-z]|\\[pP]\{[^}]*\}|\\[^bBk1-9]|\[(?:\\.|[^\]\\])*\]|[^\\^$*+?()[\]{}|]/suy;
const QUANTIFIER = /([*+?])\??|\{(\d+)(,?)(\d*)\}\??/y;
const GROUP = /\((?:\?:|\?<[^=!>][^>]*>|(?!\?))/y;

/**
 * Reads a pattern of JSON Schema: a regular expression with the flag `u` (2020-12, section 6.4). Undefined for one that is none, that
 * looks around or back, or that is longer than 1,000 characters.
 */
export function readPattern(pattern: string): Syntax | undefined {
  if (pattern.length > MAX_LENGTH || !isExpression(pattern)) return undefined;
  const reader = new Reader(pattern);
  const syntax = reader.choice(0);
  return reader.isAtEnd ? syntax : undefined;
}

class Reader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#pattern.length;
  }

  /** Stops, and leaves the reader within the pattern, at what cannot be read. */
  choice(depth: number): Syntax {
    const options = [this.#sequence(depth)];
    while (this.#take('|')) options.push(this.#sequence(depth));
    return { kind: 'choice', options };
  }

  #sequence(depth: number): Syntax {
    const parts: Syntax[] = [];
    for (let part = this.#part(depth); part !== undefined; part = this.#part(depth)) parts.push(this.#repeated(part));
    return { kind: 'sequence', parts };
  }

  #part(depth: number): Syntax | undefined {
    for (const [text, at] of PLACES) if (this.#take(text)) return { kind: 'place', at };
    const one = this.#match(ONE)?.[0];
    if (one !== undefined) return { kind: 'one', fits: oneOf(one) };
    return depth < MAX_GROUPS && this.#match(GROUP) !== undefined ? this.#group(depth) : undefined;
  }

  #group(depth: number): Syntax | undefined {
    const inner = this.choice(depth + 1);
    return this.#take(')') ? inner : undefined;
  }

  #repeated(part: Syntax): Syntax {
    const found = this.#match(QUANTIFIER);
    if (found === undefined) return part;
    const [, sign, least = '', comma, most = ''] = found;
    if (sign !== undefined)
      return { kind: 'repeat', part, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity };
    const min = Number(least);
    if (comma === '') return { kind: 'repeat', part, min, max: min };
    return { kind: 'repeat', part, min, max: most === '' ? Infinity : Number(most) };
  }

  #take(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#pattern) ?? undefined;
    if (found !== undefined) this.#at += found[0].length;
    return found;
  }
}

function isExpression(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

/** Of one character no expression takes longer than of another. */
function oneOf(text: string): (character: string) => boolean {
  if (!/^[\\.[]/.test(text)) return (character) => character === text;
  const expression = new RegExp(`^${text}$`, 'u');
  return (character) => expression.test(character);
}
