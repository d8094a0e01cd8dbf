import type {
  ConfigFileContent,
  ConfigFormat,
  ConfigProblem,
  ConfiguredServer,
  ConfigVariables,
} from '../../words/server-config.ts';
import { readInputs } from './config-inputs.ts';
import { EntryFlaw, type Flaw } from './entry-reading.ts';
import { FORMATS } from './formats.ts';
import { itemsOf, type JsonPlace, lineOf, memberOf, membersOf, parseJsonText, textOf } from './json-text.ts';
import { isDisabled, readServerEntry } from './server-entry.ts';
import { serverIdOf } from './server-id.ts';

/** More are no configuration that a person keeps. */
export const MOST_SERVERS = 500;

export interface ParseConfigOptions {
  readonly file: string;
  readonly format: ConfigFormat;
  readonly variables: ConfigVariables;
}

/**
 * The servers of one file. An entry that cannot be used is a problem with its line and costs only itself; a file that is no
 * JSON costs all of them. At most 500 entries are read.
 */
export function parseConfigFile(text: string, options: ParseConfigOptions): ConfigFileContent {
  const { file, format } = options;
  const document = parseJsonText(text);
  if (!document.ok) {
    const problem = { file, line: document.line, member: '', message: document.why, server: undefined };
    return { servers: [], disabled: [], inputs: [], problems: [{ ...problem, input: undefined }] };
  }
  const { entries, problems } = entriesOf(document.root, options);
  const read = entries.slice(0, MOST_SERVERS).map(([name, entry]) => readEntry(name, entry, options));
  const unique = refuseRepeated(read);
  return {
    servers: unique.flatMap(({ server }) => server ?? []),
    disabled: unique.flatMap(({ name, isOff }) => (isOff ? [name] : [])),
    inputs: format === 'vscode' || format === 'wicketgate' ? readInputs(document.root) : [],
    problems: [...problems, ...tooMany(entries, file), ...unique.flatMap(({ problem }) => problem ?? [])],
  };
}

type Entry = readonly [name: string, entry: JsonPlace];

/** Claude Code keeps servers of one project in its own file as well, under the project's folder. */
function entriesOf(
  root: JsonPlace,
  { format, file, variables }: ParseConfigOptions,
): { readonly entries: readonly Entry[]; readonly problems: readonly ConfigProblem[] } {
  const { root: name } = FORMATS[format];
  const projects = format === 'claude-code' ? memberOf(root, 'projects') : undefined;
  const project = projects && memberOf(projects, variables.workspaceFolder);
  const places = [root, ...(project === undefined ? [] : [project])].flatMap((place) => memberOf(place, name) ?? []);
  const wrong = places.filter((place) => membersOf(place) === undefined);
  return {
    entries: places.flatMap((place) => membersOf(place) ?? []),
    problems: wrong.map((place) => problemOf({ place, message: 'It must be an object of servers.' }, file, undefined)),
  };
}

interface ReadEntry {
  readonly id: string | undefined;
  readonly name: string;
  readonly entry: JsonPlace;
  readonly file: string;
  readonly isOff: boolean;
  readonly server?: ConfiguredServer;
  readonly problem?: ConfigProblem;
}

function readEntry(name: string, entry: JsonPlace, { file, format, variables }: ParseConfigOptions): ReadEntry {
  const id = serverIdOf(name);
  const about = { id, name, entry, file, isOff: false };
  if (id === undefined) {
    return {
      ...about,
      problem: problemOf({ place: entry, message: 'Its name has no letter and no digit.' }, file, id),
    };
  }
  if (isDisabled(entry)) return { ...about, isOff: true };
  try {
    const launch = readServerEntry(entry, format, variables);
    return { ...about, server: { id, name, file, line: lineOf(entry), format, written: writtenText(entry), launch } };
  } catch (error) {
    if (!(error instanceof EntryFlaw)) throw error;
    return { ...about, problem: problemOf(error.flaw, file, id) };
  }
}

/** For people: a variable that was filled in may be a secret. */
function writtenText(entry: JsonPlace): string {
  const texts = (name: string) => {
    const place = memberOf(entry, name);
    const items = place === undefined ? [] : (itemsOf(place) ?? [place]);
    return items.map((item) => textOf(item) ?? '');
  };
  const [address] = texts('url');
  return address === undefined ? [...texts('command'), ...texts('args')].join(' ') : address.replace(/[?#].*$/s, '');
}

/** Of two entries with one id the last is used, as JSON has it; the other is told of. */
function refuseRepeated(read: readonly ReadEntry[]): readonly ReadEntry[] {
  return read.map((item, at) => {
    const isRepeated = item.id !== undefined && read.slice(at + 1).some(({ id }) => id === item.id);
    if (!isRepeated) return item;
    const { id, name, entry, file } = item;
    const flaw = { place: entry, message: 'Another entry further down has the same name.' };
    return { id, name, entry, file, isOff: false, problem: problemOf(flaw, file, id) };
  });
}

function tooMany(entries: readonly Entry[], file: string): readonly ConfigProblem[] {
  const [, place] = entries[MOST_SERVERS] ?? [];
  const message = `Only the first ${MOST_SERVERS} servers of a file are read.`;
  return place === undefined ? [] : [problemOf({ place, message }, file, undefined)];
}

function problemOf({ place, message, input }: Flaw, file: string, server: string | undefined): ConfigProblem {
  return { file, line: lineOf(place), member: place.path, message, server, input };
}
