import { createHash } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import type { Secret } from '@wicketgate/core';
import { formatOfPath, formatOfText } from '../rules/config-files/formats.ts';
import { parseConfigFile } from '../rules/config-files/parse-config-file.ts';
import { type ConfigPlace, usualPlaces } from '../rules/config-files/places.ts';
import type { ConfigFileContent, ConfigFormat, ConfigProblem, ConfiguredServer } from '../words/server-config.ts';
import { withEnvFiles } from './env-files.ts';
import { plainFileBytes } from './plain-file.ts';

export interface ServerConfigOptions {
  /** Folder in which a project's files are looked for. */
  readonly cwd: string;
  /** Home folder of the person; undefined where there is none, and then files in it are not looked for. */
  readonly home: string | undefined;
  /** `process.platform`. */
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `mcp.json` of Wicketgate's own. Default: none. */
  readonly ownFile?: string | undefined;
  /** Files that the person has named: they are used as they are, and no other is looked for. Default: the usual places. */
  readonly files?: readonly string[] | undefined;
  /** Whether the person has allowed this content of a project's file. Default: nothing was. */
  readonly isAllowed?: ((file: FoundFile) => Promise<boolean>) | undefined;
  /** Answers to the `inputs` of the files, by id. Default: none. */
  readonly inputs?: Readonly<Record<string, Secret>> | undefined;
}

/** A file as it was read. */
export interface FoundFile {
  /** Its absolute path. */
  readonly file: string;
  /** SHA-256 of its bytes, 64 hexadecimal digits: what a person allows. */
  readonly digest: string;
}

export interface ServerConfigFile extends FoundFile, ConfigFileContent {
  readonly format: ConfigFormat;
  /** `own`: Wicketgate's. `named`: by the person. `project`: it came with a checkout. `user`: another program's, of this person. */
  readonly scope: 'own' | 'named' | ConfigPlace['scope'];
  /** A project's file that was not allowed: its servers are known and not used. */
  readonly withheld: boolean;
}

/** A server that is not used because a file before it has one of the same id. */
export interface ShadowedServer {
  readonly server: ConfiguredServer;
  /** The one that is used. */
  readonly by: ConfiguredServer;
}

export interface ServerConfig {
  /** Those that are there, in order: own, or named; the project's; the person's. */
  readonly files: readonly ServerConfigFile[];
  /** Those that are used: of each id the first. */
  readonly servers: readonly ConfiguredServer[];
  readonly shadowed: readonly ShadowedServer[];
  /** Of the files that are used. */
  readonly problems: readonly ConfigProblem[];
}

/** Claude Code keeps more than settings in its file. */
const MAX_BYTES = 33_554_432;

/**
 * The servers that a person has configured: Wicketgate's own, those of the project in `cwd` once they were allowed, and those
 * of VS Code, Claude Desktop, Claude Code and Cursor. Throws nothing but for a named file that is not there (`ENOENT`).
 */
export async function readServerConfig(options: ServerConfigOptions): Promise<ServerConfig> {
  const read = await Promise.all(placesOf(options).map((place) => readFileOf(place, options)));
  const files = read.filter((file) => file !== undefined);
  const used = files.filter(({ withheld }) => !withheld);
  const ready = await withEnvFiles(used.flatMap(({ servers }) => servers));
  const { servers, shadowed } = firstOfEach(ready.servers);
  return { files, servers, shadowed, problems: [...used.flatMap(({ problems }) => problems), ...ready.problems] };
}

interface Place extends Pick<ServerConfigFile, 'file' | 'scope'> {
  /** Undefined: only the text can tell. */
  readonly format: ConfigFormat | undefined;
}

function placesOf({ files, ownFile, cwd, home, platform, env }: ServerConfigOptions): readonly Place[] {
  if (files !== undefined) {
    return [...new Set(files.map((file) => resolve(cwd, file)))].map((file) => ({
      file,
      format: file === ownFile ? 'wicketgate' : formatOfPath(file),
      scope: file === ownFile ? 'own' : 'named',
    }));
  }
  const own: readonly Place[] = ownFile === undefined ? [] : [{ file: ownFile, format: 'wicketgate', scope: 'own' }];
  return [...own, ...usualPlaces({ cwd, home, platform, env })];
}

async function readFileOf(place: Place, options: ServerConfigOptions): Promise<ServerConfigFile | undefined> {
  const { file, scope } = place;
  const bytes = await plainFileBytes(file, MAX_BYTES).catch((error: unknown) => {
    const isGone = ['ENOENT', 'ENOTDIR'].includes(reasonOf(error));
    if (isGone && scope === 'named') throw error;
    return isGone ? undefined : reasonOf(error);
  });
  if (bytes === undefined) return undefined;
  if (typeof bytes === 'string') return unreadable(place, `It cannot be read (${bytes}).`);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const text = decoded(bytes);
  if (text === undefined) return unreadable(place, 'It is not UTF-8 text.');
  const { env, home: userHome, platform, inputs = {} } = options;
  const workspaceFolder = workspaceOf(place, options.cwd);
  const pathSeparator = platform === 'win32' ? '\\' : '/';
  const variables = { env, userHome, workspaceFolder, pathSeparator, inputs } as const;
  const format = place.format ?? formatOfText(text);
  const content = parseConfigFile(text, { file, format, variables });
  const withheld = scope === 'project' && (await options.isAllowed?.({ file, digest })) !== true;
  const isProject = scope === 'project' || (scope === 'named' && workspaceFolder !== options.cwd);
  const servers = isProject ? content.servers.map((server) => startedIn(server, workspaceFolder)) : content.servers;
  return { ...content, servers, file, digest, format, scope, withheld };
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function unreadable(place: Place, message: string): ServerConfigFile {
  const { file } = place;
  const problem = { file, line: 1, member: '', message, server: undefined, input: undefined };
  return {
    ...place,
    format: place.format ?? 'vscode',
    digest: '',
    withheld: false,
    servers: [],
    disabled: [],
    inputs: [],
    problems: [problem],
  };
}

/** The folder that a project's file speaks of: `.vscode/mcp.json` lies one below it. */
function workspaceOf({ file, scope }: Place, cwd: string): string {
  if (scope === 'own' || scope === 'user') return cwd;
  const folder = dirname(file);
  return ['.vscode', '.cursor'].includes(basename(folder)) ? dirname(folder) : folder;
}

/** The programs of a project start in its folder, whatever the shell's is. */
function startedIn(server: ConfiguredServer, folder: string): ConfiguredServer {
  const { launch } = server;
  if (launch.transport !== 'stdio') return server;
  const envFile = launch.envFile === undefined ? undefined : resolve(folder, launch.envFile);
  return { ...server, launch: { ...launch, cwd: resolve(folder, launch.cwd ?? '.'), envFile } };
}

function firstOfEach(all: readonly ConfiguredServer[]): Pick<ServerConfig, 'servers' | 'shadowed'> {
  const first = new Map<string, ConfiguredServer>();
  const shadowed: ShadowedServer[] = [];
  for (const server of all) {
    const by = first.get(server.id);
    if (by === undefined) first.set(server.id, server);
    else shadowed.push({ server, by });
  }
  return { servers: [...first.values()], shadowed };
}

function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? 'unknown reason';
}
