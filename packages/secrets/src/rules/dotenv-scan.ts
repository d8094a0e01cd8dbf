/** One assignment of a dotenv text. Positions are UTF-16 code units from the start of the text. */
export interface DotenvEntry {
  readonly name: string;
  readonly value: string;
  /** The line on which it begins. The first is 1. */
  readonly line: number;
  /** All its lines, with the last line end. */
  readonly start: number;
  readonly end: number;
  /** What stands for the value, with its quotation marks. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

type Value = Pick<DotenvEntry, 'value' | 'valueStart' | 'valueEnd'>;

const ASSIGNMENT = /[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=/y;
const LINE_END = /\r\n?|\n/g;
const QUOTES = ['"', "'", '`'];

/**
 * Every assignment of a dotenv text in order, also one that a later one of the same name overrides. The text is data:
 * nothing is expanded or run. Lines that are no assignment are left out. Reads as Node's `util.parseEnv`, but for a byte
 * order mark, a lone CR, names with blanks or marks, `export` before an empty value, and blanks alone after `=`.
 */
export function scanDotenv(text: string): readonly DotenvEntry[] {
  const entries: DotenvEntry[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (start < text.length) {
    const [name, after] = assignmentAt(text, start) ?? [];
    const found = after === undefined ? undefined : valueAt(text, after);
    const end = nextLine(text, found?.valueEnd ?? start);
    if (name !== undefined && found !== undefined) entries.push({ name, ...found, line, start, end });
    line += text.slice(start, end).match(LINE_END)?.length ?? 0;
    start = end;
  }
  return entries;
}

/** The name that is assigned to at a line's start, and where its `=` ends. */
function assignmentAt(text: string, start: number): readonly [name: string, after: number] | undefined {
  ASSIGNMENT.lastIndex = start;
  const name = ASSIGNMENT.exec(text)?.[1];
  return name === undefined ? undefined : [name, ASSIGNMENT.lastIndex];
}

function valueAt(text: string, after: number): Value {
  const start = skipBlanks(text, after);
  const quote = text.charAt(start);
  // A mark that nothing closes is part of a plain value. Three searches at most fail in one text: one a mark.
  const close = QUOTES.includes(quote) ? text.indexOf(quote, start + 1) : -1;
  if (close !== -1) return quotedValue(text, start, close);
  const rest = text.slice(start, endOfLine(text, start));
  const value = trimBlanks(QUOTES.includes(quote) ? rest : beforeComment(rest));
  const valueStart = value === '' ? after : start;
  return { value, valueStart, valueEnd: valueStart + value.length };
}

function quotedValue(text: string, start: number, close: number): Value {
  const inside = text.slice(start + 1, close).replaceAll(/\r\n?/g, '\n');
  // What stands between the mark and the comment belongs to no value, and other readers stumble over it.
  const excess = trimBlanks(beforeComment(text.slice(close + 1, endOfLine(text, close))));
  return {
    value: text[start] === '"' ? inside.replaceAll(String.raw`\n`, '\n') : inside,
    valueStart: start,
    valueEnd: close + 1 + excess.length,
  };
}

function beforeComment(rest: string): string {
  const comment = rest.indexOf('#');
  return comment === -1 ? rest : rest.slice(0, comment);
}

/** By hand: an expression for blanks at the end takes quadratic time over blanks in the middle. */
function trimBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text[end - 1])) end--;
  return text.slice(0, end);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text[at])) at++;
  return at;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function endOfLine(text: string, from: number): number {
  LINE_END.lastIndex = from;
  return LINE_END.exec(text)?.index ?? text.length;
}

function nextLine(text: string, from: number): number {
  LINE_END.lastIndex = from;
  return LINE_END.test(text) ? LINE_END.lastIndex : text.length;
}
