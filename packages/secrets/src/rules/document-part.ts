import { isEntryName } from './secret-name.ts';

/** A line as the format writes it. */
const LINE = /^ {0,6}(?:"[A-Za-z]+": (?:"[!#-[\]-~]*"|\d+|[[{]|\[\])|[[{}\]]),?$/;

/** The part in which a text stops being JSON: where the first line stands that nobody would have written, or the last. */
export function partOfSyntax(text: string): string {
  const lines = text.split('\n');
  const damaged = lines.findIndex((line) => !LINE.test(line));
  return partOfLine(text, damaged === -1 ? lines.length - 1 : damaged);
}

/** The part of a file in which a line stands, by its number from 0. */
export function partOfLine(text: string, number: number): string {
  const before = text.split('\n').slice(0, number + 1);
  const last = (start: string) => before.findLastIndex((line) => line.startsWith(start));
  if (last('  "index"') >= 0) return 'index';
  const secrets = last('  "secrets"');
  const wraps = last('  "wraps"');
  const section = Math.max(secrets, wraps);
  const nth = before.slice(section + 1).filter((line) => line === '    {').length;
  if (section === -1 || nth === 0) return 'header';
  if (section === wraps) return `wrap ${nth}`;
  const name = /^ {6}"name": "(.*)",$/.exec(before.slice(last('    {') + 1)[0] ?? '')?.[1];
  return secretPart(name, nth);
}

/** The part that an issue of the schema is about. */
export function partOfIssue(issue: { readonly path: readonly PropertyKey[] } | undefined, json: unknown): string {
  const [section, at] = issue?.path ?? [];
  if (section === 'index') return 'index';
  if (typeof at !== 'number') return 'header';
  if (section !== 'secrets') return `wrap ${at + 1}`;
  return secretPart((json as { secrets?: { name?: unknown }[] }).secrets?.[at]?.name, at + 1);
}

/** A name that is none may be anything: it is counted instead. */
function secretPart(name: unknown, nth: number): string {
  return typeof name === 'string' && isEntryName(name) ? `secret ${name}` : `secret ${nth}`;
}
