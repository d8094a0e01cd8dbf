import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installFixtureProgram } from '@wicketgate/testing/fixture-program';
import type { Cleanup } from '../cleanup.ts';
import { supportedEnvironment, type Environment } from '../environment.ts';
import { run, type Outcome } from '../program.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const FIXTURE = path.resolve(import.meta.dirname, '../../fixtures/code-server');
/** Without a gallery nothing asks for extensions outside of this machine. */
const NO_GALLERY = { EXTENSIONS_GALLERY: '{"serviceUrl":""}' };

/** Installs code-server into the user's cache folder, once; answers its script for Node. */
export async function installCodeServer(): Promise<string> {
  const env = supportedEnvironment();
  const installed = await installFixtureProgram({ folder: FIXTURE, env, complete: 'install-server.mjs' });
  return path.join(installed, 'node_modules/code-server/out/node/entry.js');
}

/** What one server keeps apart from every other and from the person's own. */
export interface CodeServerPlace {
  /** Settings, state, logs. */
  readonly dataFolder: string;
  readonly extensionsFolder: string;
  /** Without a file of its own code-server writes one into the home folder. */
  readonly configFile: string;
}

export async function createPlace(room: string): Promise<CodeServerPlace> {
  const place = {
    dataFolder: path.join(room, 'data'),
    extensionsFolder: path.join(room, 'extensions'),
    configFile: path.join(room, 'code-server.yaml'),
  };
  await mkdir(place.dataFolder, { recursive: true });
  const settings = { auth: 'none', 'user-data-dir': place.dataFolder, 'extensions-dir': place.extensionsFolder };
  await writeFile(place.configFile, JSON.stringify(settings));
  return place;
}

/**
 * The environment of code-server and of everything that it starts, with a folder of `programs` first on the path. Sockets lie
 * beside the rest, and go with it.
 */
export function codeServerEnvironment({ configFile }: CodeServerPlace, programs?: string): Environment {
  const XDG_RUNTIME_DIR = path.dirname(configFile);
  const env = supportedEnvironment({ ...NO_GALLERY, XDG_RUNTIME_DIR, CODE_SERVER_CONFIG: configFile });
  const folders = [...(programs === undefined ? [] : [programs]), env['PATH'] ?? ''];
  return { ...env, PATH: folders.join(path.delimiter) };
}

/** `code-server` as a command of a machine, with data and extensions of its own. */
export interface CodeServerCommand {
  /** Belongs on the path: it holds an executable `code-server`. */
  readonly folder: string;
  readonly extensionsFolder: string;
  run(args: readonly string[]): Promise<Outcome>;
}

export async function createCodeServerCommand(cleanup: Cleanup): Promise<CodeServerCommand> {
  const room = await temporaryFolder('code-server-command', cleanup);
  const [entry, place] = [await installCodeServer(), await createPlace(room)];
  const folder = path.join(room, 'bin');
  await mkdir(folder);
  const file = path.join(folder, 'code-server');
  const settings = Object.entries({ ...NO_GALLERY, CODE_SERVER_CONFIG: place.configFile });
  const exported = settings.map(([name, value]) => `export ${name}='${value}'`);
  await writeFile(file, ['#!/bin/sh', ...exported, `exec '${process.execPath}' '${entry}' "$@"`, ''].join('\n'));
  await chmod(file, 0o755);
  return {
    folder,
    extensionsFolder: place.extensionsFolder,
    run: (args) => run(file, args, { env: supportedEnvironment() }),
  };
}
