import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export interface FixtureProgramOptions {
  /** The folder of its package.json and package-lock.json, outside the workspace's packages. */
  readonly folder: string;
  /** For npm; `XDG_CACHE_HOME` says where the cache is, by default `.cache` in the home folder. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A script of the folder that completes the install: run there by this Node after npm. Default none. */
  readonly complete?: string;
}

/**
 * Installs a program that tests or benches only start, with `npm ci --ignore-scripts`, into the user's cache folder: once
 * for each state of its folder and platform, however many processes ask at once. Answers the folder it stands in.
 */
export async function installFixtureProgram({ folder, env, complete }: FixtureProgramOptions): Promise<string> {
  const cache = cacheFolder(env['XDG_CACHE_HOME']);
  const installed = path.join(cache, 'wicketgate-fixtures', `${path.basename(folder)}-${await fingerprint(folder)}`);
  if (await exists(installed)) return installed;
  const fresh = `${installed}.${process.pid}`;
  try {
    await mkdir(path.dirname(fresh), { recursive: true });
    await cp(folder, fresh, { recursive: true, filter: (source) => path.basename(source) !== 'node_modules' });
    await npmCi(fresh, env);
    if (complete !== undefined)
      await runToEnd(complete, { command: process.execPath, args: [complete], cwd: fresh, env });
    // Another process may have been first; what it installed is the same.
    await rename(fresh, installed).catch(async (error: unknown) => {
      if (!(await exists(installed))) throw error;
    });
    return installed;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** An empty or relative path counts as none (XDG Base Directory Specification). */
function cacheFolder(chosen: string | undefined): string {
  return chosen !== undefined && path.isAbsolute(chosen) ? chosen : path.join(os.homedir(), '.cache');
}

async function fingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
  for (const name of names.sort()) hash.update(`\0${name}\0`).update(await readFile(path.join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function npmCi(cwd: string, env: FixtureProgramOptions['env']): Promise<void> {
  const windows = process.platform === 'win32';
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  return runToEnd('npm ci', { command: windows ? 'npm.cmd' : 'npm', args, cwd, env, shell: windows });
}

interface Step {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: FixtureProgramOptions['env'];
  readonly shell?: boolean;
}

function runToEnd(name: string, { command, args, cwd, env, shell = false }: Step): Promise<void> {
  const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'ignore', 'pipe'] });
  const words: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => words.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${name} in ${cwd} ended with ${code}:\n${Buffer.concat(words).toString()}`)),
    );
  });
}
