import { SecretsError } from '../words/errors.ts';
import { isWellFormed } from './binary.ts';
import { type DotenvEntry, scanDotenv } from './dotenv-scan.ts';
import { checkSecretName } from './secret-name.ts';
import { isReference } from './secret-reference.ts';

/** What no reader, a shell included, takes for anything but itself. */
const PLAIN = /^[\w.:/@%+,=-]+$/;
const CONTROL = /[\r\n\0]/;

interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The values of a dotenv text by name; of several assignments of one name the last holds. The text is data: nothing is
 * expanded or run. `scanDotenv` tells the lines as well.
 */
export function parseDotenv(text: string): ReadonlyMap<string, string> {
  return new Map(scanDotenv(text).map(({ name, value }) => [name, value]));
}

/**
 * A dotenv text of these entries, one line each. Every value reads back the same in `parseDotenv`, Node's `util.parseEnv`,
 * the package `dotenv` and a POSIX shell. Throws `invalid_name`, and `invalid_value` for a value that cannot be
 * written like that.
 */
export function formatDotenv(entries: Iterable<readonly [name: string, value: string]>): string {
  return Array.from(entries, ([name, value]) => `${formatEntry(name, value)}\n`).join('');
}

/**
 * A dotenv text with these names set, or removed where the value is undefined. Names match exactly, also behind `export`.
 * Everything else stays byte for byte: comments, order, line ends. A name that is assigned several times gets its value
 * where the last one stands, which holds, and the lines of the others go: no earlier value is left behind. New names are
 * added at the end. Throws `invalid_name`, `invalid_value` as `formatDotenv`, and `not_writable` when another line would
 * swallow the change.
 */
export function editDotenv(text: string, changes: ReadonlyMap<string, string | undefined>): string {
  const entries = byName(scanDotenv(text));
  const patches: Patch[] = [];
  const added: string[] = [];
  for (const [name, value] of changes) {
    const own = entries.get(checkSecretName(name)) ?? [];
    const last = value === undefined ? undefined : own.at(-1);
    patches.push(...own.filter((entry) => entry !== last).map(({ start, end }) => ({ start, end, text: '' })));
    if (value === undefined) continue;
    if (last === undefined) added.push(formatEntry(name, value));
    else patches.push(replaceValue(last, formatValue(name, value)));
  }
  const edited = append(applyPatches(text, patches), added, text);
  confirmEdit(parseDotenv(text), changes, parseDotenv(edited));
  return edited;
}

/**
 * The values that a dotenv text alone may hold, by name: every assignment counts, also one that a later one overrides.
 * What is blank or a reference is left out. Characters behind a closing mark, which readers take differently, count as
 * part of the value.
 */
export function plainValues(text: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  for (const [name, entries] of byName(scanDotenv(text))) {
    const own = entries.map((entry) => wholeValue(text, entry));
    const plain = own.filter((value) => value.trim() !== '' && !isReference(value));
    if (plain.length > 0) values.set(name, plain);
  }
  return values;
}

/** The value, or all that stands for it where something follows its closing mark. */
export function wholeValue(text: string, { value, valueStart, valueEnd }: DotenvEntry): string {
  const written = text.slice(valueStart, valueEnd);
  const isWhole = written === value || written.indexOf(written.charAt(0), 1) === written.length - 1;
  return isWhole ? value : written;
}

function byName(entries: readonly DotenvEntry[]): ReadonlyMap<string, readonly DotenvEntry[]> {
  const named = new Map<string, DotenvEntry[]>();
  for (const entry of entries) {
    const own = named.get(entry.name);
    if (own === undefined) named.set(entry.name, [entry]);
    else own.push(entry);
  }
  return named;
}

function formatEntry(name: string, value: string): string {
  return `${checkSecretName(name)}=${formatValue(name, value)}`;
}

/**
 * A backslash at the end would hide the closing mark from the package `dotenv`; within double marks readers disagree on
 * backslashes, and a shell runs what stands behind `$` or between back ticks.
 */
function formatValue(name: string, value: string): string {
  if (PLAIN.test(value)) return value;
  const isSafe = !CONTROL.test(value) && isWellFormed(value) && !value.endsWith('\\');
  if (isSafe && !value.includes("'")) return `'${value}'`;
  if (isSafe && !/["\\$`]/.test(value)) return `"${value}"`;
  throw new SecretsError('invalid_value', `The value of ${name} cannot be written to a dotenv file.`, {
    secretName: name,
    hint: String.raw`Programs read such a value differently: line ends, a backslash at the end, or ' beside " \ $ or a back tick. Keep it as base64.`,
  });
}

function replaceValue({ valueStart, valueEnd }: DotenvEntry, text: string): Patch {
  return { start: valueStart, end: valueEnd, text };
}

function applyPatches(text: string, patches: readonly Patch[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const patch of patches.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(done, patch.start), patch.text);
    done = patch.end;
  }
  return [...parts, text.slice(done)].join('');
}

/** Lines are ended as the text ends its first one. */
function append(text: string, lines: readonly string[], original: string): string {
  if (lines.length === 0) return text;
  const lineEnd = /\r\n?|\n/.exec(original)?.[0] ?? '\n';
  const isEnded = text === '' || text === '\uFEFF' || /[\r\n]$/.test(text);
  return `${text}${isEnded ? '' : lineEnd}${lines.map((line) => line + lineEnd).join('')}`;
}

/** A quotation mark that nothing closed is closed by the one of a new value: then other names change as well. */
function confirmEdit(
  before: ReadonlyMap<string, string>,
  changes: ReadonlyMap<string, string | undefined>,
  after: ReadonlyMap<string, string>,
): void {
  const names = new Set([...before.keys(), ...changes.keys(), ...after.keys()]);
  const wrong = [...names].find(
    (name) => after.get(name) !== (changes.has(name) ? changes.get(name) : before.get(name)),
  );
  if (wrong === undefined) return;
  throw new SecretsError('not_writable', `The change would alter ${wrong} as well: a quotation mark is never closed.`, {
    secretName: wrong,
    hint: 'Close the quotation mark in the file, or write the value without one.',
  });
}
