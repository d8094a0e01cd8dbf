import { Secret } from '@wicketgate/core';
import { type DotenvDoubt, findDotenvDoubts, parseDotenv, SecretsError } from '@wicketgate/secrets';

/** The formats that secrets are read from. */
export const IMPORT_FORMATS = ['dotenv', 'json', 'fernet'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** The begin of every Fernet token: the version 0x80 and a time before the year 2106, and the same in base64 once more. */
const FERNET = /^(?:gAAAAA|Z0FBQUFB)/;

/** The format that was named, or the one that the ending tells. */
export function importFormat(path: string, named: ImportFormat | undefined): ImportFormat {
  return named ?? (/\.json$/i.test(path) ? 'json' : 'dotenv');
}

/**
 * The secrets in a text. Empty values are left out: they stand for what is not set; so are references to secrets that are
 * kept already. Throws `invalid_import` for what is not in the format, and for values that are encrypted still.
 */
export function readPlainImport(text: string, format: 'dotenv' | 'json'): ReadonlyMap<string, Secret> {
  const entries = format === 'json' ? jsonEntries(text) : dotenvEntries(text);
  const values = entries.filter(([, value]) => value.trim() !== '' && !value.startsWith('wicketgate:'));
  if (values.some(([, value]) => FERNET.test(value))) throw encrypted();
  return new Map(values.map(([name, value]) => [name, new Secret(value)]));
}

/** What of a text was not taken though it may be a secret, in sentences: the numbers of lines, never their text. */
export function importDoubts(text: string, format: 'dotenv' | 'json'): readonly string[] {
  if (format === 'json') return [];
  const doubts = findDotenvDoubts(text);
  return DOUBT_WORDS.flatMap(([kind, words]) => {
    const lines = doubts.filter((doubt) => doubt.kind === kind).map(({ line }) => line);
    return lines.length === 0 ? [] : [`${lineNames(lines)}: ${words}.`];
  });
}

const DOUBT_WORDS: readonly (readonly [kind: DotenvDoubt['kind'], words: string])[] = [
  ['skipped', 'skipped, for it is not NAME=VALUE'],
  ['cut', 'cut off at a # or behind a mark; put other marks around such a value'],
  ['overridden', 'overridden by a later line'],
];

/** So many lines are named. */
const MOST_LINES = 20;

function lineNames(lines: readonly number[]): string {
  const more = lines.length - MOST_LINES;
  const named = lines.slice(0, MOST_LINES).join(', ');
  return `${lines.length === 1 ? 'Line' : 'Lines'} ${named}${more > 0 ? ` and ${more} more` : ''}`;
}

function encrypted(): SecretsError {
  return new SecretsError('invalid_import', 'There are Fernet tokens in it, and not the secrets themselves.', {
    hint: 'For an earlier file, a JSON object of tokens, add --format fernet. They begin with gAAAAA or Z0FBQUFB.',
  });
}

/** The reader of dotenv passes over what is no assignment: a text without any was hardly meant to be one. */
function dotenvEntries(text: string): [string, string][] {
  const entries = [...parseDotenv(text)];
  const lines = text.replace(/^\ufeff/, '').split(/[\r\n]+/);
  const written = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  if (entries.length > 0 || written.length === 0) return entries;
  const hint = /^[[{"]/.test(written[0] ?? '')
    ? 'For a JSON object add --format json, for an earlier file of Fernet tokens --format fernet.'
    : 'For JSON add --format json.';
  throw new SecretsError('invalid_import', 'There is no line NAME=VALUE in it.', { hint });
}

function jsonEntries(text: string): [string, string][] {
  const document = parsed(text);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) throw notFlat();
  const entries = Object.entries(document as Record<string, unknown>);
  return entries.map(([name, value]) => {
    if (typeof value !== 'string') throw notFlat();
    return [name, value];
  });
}

/** The parser's own message quotes the text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new SecretsError('invalid_import', 'The text is not valid JSON.', {
      hint: 'For NAME=VALUE lines add --format dotenv.',
    });
  }
}

function notFlat(): SecretsError {
  const hint = 'Write {"NAME": "value"}, without objects or lists in it.';
  return new SecretsError('invalid_import', 'The JSON is not an object of names and texts.', { hint });
}
