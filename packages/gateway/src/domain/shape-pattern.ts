/**
 * Patterns of foreign keys: a run of literals, classes and the escapes `\d` and `\w`, each with an optional quantifier
 * (`{n}`, `{n,m}`, `{n,}`, `+`, `*`, `?`). No groups, alternation, look-around or references. A pattern is matched
 * whole, in time proportional to its length times the text's, because whoever guesses keys writes the text.
 */
export type ShapePattern = (text: string) => boolean;

/** One position of a pattern: the characters it takes, how many of them at least and at most. */
interface Atom {
  /** By ASCII code. */
  readonly takes: Uint8Array;
  readonly min: number;
  readonly max: number;
}

const MAX_PATTERN_LENGTH = 256;
const DIGITS = '0123456789';
const WORD = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`;
const CLASS_ESCAPES: Readonly<Record<string, string>> = { d: DIGITS, w: WORD };
/** Characters with a meaning elsewhere: they are refused unescaped, rather than read as themselves. */
const SPECIAL = '.^$|()[]{}*+?\\/';
const QUANTIFIER = /^(?:[+*?]|\{(\d{1,3})(,(\d{1,3})?)?\})/;
const UNBOUNDED = 512;

/** Compiles a pattern, or throws a TypeError that says what in it is not understood. */
export function compileShapePattern(source: string): ShapePattern {
  if (source.length === 0 || source.length > MAX_PATTERN_LENGTH) {
    throw new TypeError(`must have 1 to ${MAX_PATTERN_LENGTH} characters`);
  }
  const atoms: Atom[] = [];
  for (let at = 0; at < source.length;) {
    const { characters, end } = source[at] === '[' ? readClass(source, at) : readCharacter(source, at);
    const quantifier = readQuantifier(source, end);
    atoms.push({ takes: tableOf(characters), min: quantifier.min, max: quantifier.max });
    at = quantifier.end;
  }
  return (text) => matchesWhole(atoms, text);
}

interface Characters {
  readonly characters: string;
  readonly end: number;
}

function readCharacter(source: string, at: number): Characters {
  const character = source.charAt(at);
  if (character === '\\') return readEscape(source, at);
  if (SPECIAL.includes(character)) throw new TypeError(`must not hold an unescaped "${character}" at ${at + 1}`);
  return { characters: printable(character, at), end: at + 1 };
}

function readEscape(source: string, at: number): Characters {
  const escaped = source.charAt(at + 1);
  const known = CLASS_ESCAPES[escaped];
  if (known !== undefined) return { characters: known, end: at + 2 };
  // A letter or digit after a backslash means something else in every dialect of regular expressions.
  if (escaped === '' || WORD.includes(escaped)) throw new TypeError(`must not hold "\\${escaped}" at ${at + 1}`);
  return { characters: printable(escaped, at), end: at + 2 };
}

function readClass(source: string, start: number): Characters {
  let characters = '';
  let at = start + 1;
  while (source.charAt(at) !== ']') {
    if (at >= source.length) throw new TypeError(`has a class at ${start + 1} that is not closed`);
    if (at === start + 1 && source.charAt(at) === '^') throw new TypeError('must not negate a class');
    const item = readClassItem(source, at);
    characters += item.characters;
    at = item.end;
  }
  if (characters === '') throw new TypeError(`has an empty class at ${start + 1}`);
  return { characters, end: at + 1 };
}

function readClassItem(source: string, at: number): Characters {
  const first = source.charAt(at);
  if (first === '\\') return readEscape(source, at);
  const last = source.charAt(at + 2);
  if (source.charAt(at + 1) !== '-' || last === ']' || last === '') {
    return { characters: printable(first, at), end: at + 1 };
  }
  return { characters: range(first, last, at), end: at + 3 };
}

function range(first: string, last: string, at: number): string {
  if (!WORD.includes(first) || !WORD.includes(last) || first > last) {
    throw new TypeError(`has a range at ${at + 1} that is not of letters or digits in order`);
  }
  const from = first.charCodeAt(0);
  return String.fromCharCode(...Array.from({ length: last.charCodeAt(0) - from + 1 }, (_, step) => from + step));
}

function readQuantifier(
  source: string,
  at: number,
): { readonly min: number; readonly max: number; readonly end: number } {
  const found = QUANTIFIER.exec(source.slice(at));
  if (found === null) return { min: 1, max: 1, end: at };
  const { min, max } = boundsOf(found);
  if (min > max || max > UNBOUNDED || max === 0)
    throw new TypeError(`has a quantifier at ${at + 1} out of order or range`);
  const end = at + found[0].length;
  if ('+*?{'.includes(source.charAt(end) || ' ')) throw new TypeError(`has two quantifiers at ${end + 1}`);
  return { min, max, end };
}

function boundsOf([whole, least, comma, most]: RegExpExecArray): { readonly min: number; readonly max: number } {
  if (whole === '+') return { min: 1, max: UNBOUNDED };
  if (whole === '*') return { min: 0, max: UNBOUNDED };
  if (whole === '?') return { min: 0, max: 1 };
  const min = Number(least);
  if (comma === undefined) return { min, max: min };
  return { min, max: most === undefined ? UNBOUNDED : Number(most) };
}

function printable(character: string, at: number): string {
  if (character > ' ' && character <= '~') return character;
  throw new TypeError(`must hold printable ASCII alone, not what stands at ${at + 1}`);
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

/** Follows all ways through the pattern at once: `reached[i]` tells whether the atoms so far can end before `text[i]`. */
function matchesWhole(atoms: readonly Atom[], text: string): boolean {
  let reached = new Uint8Array(text.length + 1);
  reached[0] = 1;
  for (const atom of atoms) reached = advance(reached, atom, text);
  return reached[text.length] === 1;
}

function advance(reached: Uint8Array, atom: Atom, text: string): Uint8Array<ArrayBuffer> {
  const runs = runsOf(atom, text);
  // Marks where a stretch of reachable ends begins and where it is over; a running sum then tells each position.
  const edges = new Int16Array(text.length + 2);
  for (const [start, here] of reached.entries()) {
    const longest = Math.min(atom.max, runs[start] ?? 0);
    if (here === 0 || longest < atom.min) continue;
    edges[start + atom.min] = (edges[start + atom.min] ?? 0) + 1;
    edges[start + longest + 1] = (edges[start + longest + 1] ?? 0) - 1;
  }
  const next = new Uint8Array(text.length + 1);
  let open = 0;
  for (let at = 0; at <= text.length; at++) {
    open += edges[at] ?? 0;
    if (open > 0) next[at] = 1;
  }
  return next;
}

/** For each position of the text how many characters from there on the atom takes. */
function runsOf(atom: Atom, text: string): Int16Array {
  const runs = new Int16Array(text.length + 1);
  for (let at = text.length - 1; at >= 0; at--) {
    if (atom.takes[text.charCodeAt(at)] === 1) runs[at] = (runs[at + 1] ?? 0) + 1;
  }
  return runs;
}
