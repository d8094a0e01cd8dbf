import type { Stats } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Clock, Secret, WicketgateError } from '@wicketgate/core';
import { openPlainFile, removeUnfinished, withFileLock, writeFileAtomic } from '@wicketgate/core/files';
import { decodeText, encodeText } from '../rules/binary.ts';
import { editDotenv, plainValues } from '../rules/dotenv-text.ts';
import { SecretsError } from '../words/errors.ts';
import { checkIgnored, type GitOptions } from './gitignore.ts';

/** Bytes of a dotenv file. */
const MAX_DOTENV_BYTES = 1_048_576;

export interface DotenvFileOptions extends GitOptions {
  /** Its folder must exist. */
  readonly file: string;
  /** For the wait while another process writes the file, and for git. */
  readonly clock: Clock;
}

/** Whether a value that stands in the file is kept elsewhere under this name, so that its line may go. */
export type KeptCheck = (name: string, value: Secret) => Promise<boolean>;

/** What was done to a file besides the change that was asked for. */
export interface DotenvEdit {
  /** There was no such file. */
  readonly created: boolean;
  /** Others could read or change the file, and no longer can. */
  readonly tightened: boolean;
  /** The names whose lines stay as they were, because one of them holds a value that is not kept elsewhere. Sorted. */
  readonly left: readonly string[];
}

/**
 * Sets values in a dotenv file in plain text, or removes names where there is none. Everything else in the file stays byte
 * for byte; a name that is assigned several times stands there once afterwards. With `isKept` a name is left alone when any
 * of its lines holds a value that is not kept; by default whatever stands there is replaced. It is asked while the file is
 * locked, so that what was judged is what goes. The file is replaced at once and is for its owner alone (0600). Throws `not_ignored` when git would take a value
 * along, `invalid_name`, `invalid_value`, `not_writable` as `editDotenv` and for what would be larger than 1 MiB, and
 * `unsafe_file` for what is a link, no plain file, somebody else's, larger than 1 MiB, or no UTF-8.
 */
export async function editDotenvFile(
  options: DotenvFileOptions & {
    readonly changes: ReadonlyMap<string, Secret | undefined>;
    readonly isKept?: KeptCheck;
  },
): Promise<DotenvEdit> {
  const changes = new Map(Array.from(options.changes, ([name, secret]) => [name, secret?.reveal()]));
  const givesValue = [...changes.values()].some((value) => value !== undefined);
  // git would look at another folder than the one that is written to if a link led there.
  const file = await realFile(options.file);
  if (givesValue) await checkIgnored(file, options);
  return writeChanges({ ...options, file }, changes);
}

/**
 * Sets each name in a dotenv file to the reference `wicketgate:NAME`, which says nothing and may be shared. A value that
 * stood there is gone, so `isKept` must answer for every one. Otherwise as `editDotenvFile`.
 */
export async function writeDotenvReferences(
  options: DotenvFileOptions & { readonly names: readonly string[]; readonly isKept: KeptCheck },
): Promise<DotenvEdit> {
  const changes = new Map(options.names.map((name) => [name, `wicketgate:${name}`]));
  return writeChanges({ ...options, file: await realFile(options.file) }, changes);
}

async function realFile(file: string): Promise<string> {
  return join(await realpath(dirname(file)), basename(file));
}

type Changes = ReadonlyMap<string, string | undefined>;
type EditOptions = DotenvFileOptions & { readonly isKept?: KeptCheck };

async function writeChanges(options: EditOptions, changes: Changes): Promise<DotenvEdit> {
  const { file, signal, clock } = options;
  return withFileLock(`${file}.lock`, () => replaceFile(options, changes), { clock, ...(signal && { signal }) });
}

async function replaceFile({ file, isKept }: EditOptions, changes: Changes): Promise<DotenvEdit> {
  await removeUnfinished(file);
  const before = await readPlain(file);
  const left = isKept === undefined ? [] : await namesToLeave(before?.text ?? '', changes, isKept);
  const allowed = new Map([...changes].filter(([name]) => !left.includes(name)));
  const text = editDotenv(before?.text ?? '', allowed);
  checkSize(file, text);
  const isWorthWriting = before !== undefined || text !== '';
  // A rule of git for `.env` does not cover a file of another name, which a killed process would leave there.
  if (isWorthWriting) await writeFileAtomic(file, text, { unfinished: 'ignored-folder' });
  return { created: before === undefined && isWorthWriting, tightened: before?.isShared ?? false, left };
}

async function namesToLeave(text: string, changes: Changes, isKept: KeptCheck): Promise<readonly string[]> {
  const left = new Set<string>();
  for (const [name, values] of plainValues(text)) {
    if (!changes.has(name)) continue;
    for (const value of values) if (!(await isKept(name, new Secret(value)))) left.add(name);
  }
  return [...left].sort();
}

async function readPlain(path: string): Promise<{ text: string; isShared: boolean } | undefined> {
  const file = await openPlainFile(path);
  if (file === undefined) return undefined;
  try {
    const stats = await file.stat();
    checkPlain(path, stats);
    return { text: decode(path, await file.readFile()), isShared: isShared(stats) };
  } finally {
    await file.close();
  }
}

function checkPlain(path: string, stats: Stats): void {
  if (!stats.isFile()) throw unsafe(path, 'is not a plain file');
  if (stats.size > MAX_DOTENV_BYTES) throw unsafe(path, `is larger than ${MAX_DOTENV_BYTES} bytes`);
  // Replacing it would make it ours, and let its owner find the values gone.
  if (process.platform !== 'win32' && stats.uid !== process.getuid?.()) throw unsafe(path, 'belongs to another user');
}

/** Nobody of ours would read it any more. */
function checkSize(path: string, text: string): void {
  if (encodeText(text).length <= MAX_DOTENV_BYTES) return;
  throw new SecretsError('not_writable', `${path} would be larger than ${MAX_DOTENV_BYTES} bytes.`);
}

function isShared(stats: Stats): boolean {
  return process.platform !== 'win32' && (stats.mode & 0o077) !== 0;
}

/** Anything but UTF-8 would not stay byte for byte. */
function decode(path: string, bytes: Uint8Array): string {
  try {
    return decodeText(bytes);
  } catch (cause) {
    throw new WicketgateError('unsafe_file', `${path} is no UTF-8 text.`, { cause });
  }
}

function unsafe(path: string, flaw: string): WicketgateError {
  return new WicketgateError('unsafe_file', `${path} ${flaw}.`);
}
