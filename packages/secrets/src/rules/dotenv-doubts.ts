import { type DotenvEntry, scanDotenv } from './dotenv-scan.ts';
import { wholeValue } from './dotenv-text.ts';
import { isReference } from './secret-reference.ts';

/** Something in a dotenv text that `parseDotenv` does not give back, though somebody may have meant it as a secret. */
export interface DotenvDoubt {
  /** The line on which it stands, or on which its assignment begins. The first is 1. */
  readonly line: number;
  /**
   * `skipped`: the line is neither an assignment nor a comment. `cut`: of the value only what stands before a `#` without a
   * blank, or between the first marks, was read. `overridden`: a later line of the same name has another value.
   */
  readonly kind: 'skipped' | 'cut' | 'overridden';
}

/** What was not read of a dotenv text, in the order of its lines. Positions alone: it never holds a value. */
export function findDotenvDoubts(text: string): readonly DotenvDoubt[] {
  const entries = scanDotenv(text);
  const last = new Map(entries.map(({ name, value }) => [name, value]));
  const doubts: DotenvDoubt[] = [];
  let done = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  for (const entry of entries) {
    doubts.push(...skippedLines(text.slice(done, entry.start), line));
    if (isCut(text, entry)) doubts.push({ line: entry.line, kind: 'cut' });
    const { name, value } = entry;
    const isPlain = value.trim() !== '' && !isReference(value);
    if (isPlain && value !== last.get(name)) doubts.push({ line: entry.line, kind: 'overridden' });
    done = entry.end;
    line = entry.line + lineCount(text.slice(entry.start, entry.end));
  }
  return [...doubts, ...skippedLines(text.slice(done), line)];
}

function skippedLines(between: string, first: number): readonly DotenvDoubt[] {
  return between.split(LINE_END).flatMap((written, index) => {
    const isText = !/^\s*(?:#|$)/.test(written);
    return isText ? [{ line: first + index, kind: 'skipped' as const }] : [];
  });
}

/** Readers of other programs go on at such a `#`, and behind a closing mark. */
function isCut(text: string, entry: DotenvEntry): boolean {
  return text.charAt(entry.valueEnd) === '#' || wholeValue(text, entry) !== entry.value;
}

const LINE_END = /\r\n?|\n/;

function lineCount(text: string): number {
  return text.split(LINE_END).length - 1;
}
