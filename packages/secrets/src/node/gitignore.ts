import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { findProgram, type ProgramSearchOptions } from '@wicketgate/core/files';
import { SecretsError } from '../words/errors.ts';

export interface GitOptions extends ProgramSearchOptions {
  readonly signal?: AbortSignal | undefined;
}

/** What git needs to find its settings. Nothing that points it at another repository, and no secret of the caller. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'XDG_CONFIG_HOME',
  'SYSTEMROOT',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
];

/** Nothing is written, and no program that the repository's settings name is started. */
const SAFE_GIT = ['--no-optional-locks', '-c', 'core.fsmonitor=false'];

/**
 * Throws `not_ignored` unless git leaves the file alone: no work tree around it, or ignored there and not tracked. git
 * itself is asked, because its rules come from many files. Where a work tree is and git cannot tell, that throws as well.
 */
export async function checkIgnored(file: string, options: GitOptions): Promise<void> {
  const root = await findWorkTree(dirname(file));
  if (root === undefined) return;
  const git = await findProgram('git', options);
  if (git === undefined) throw refused(file, 'cannot be checked: the program git is not on the search path');
  const ask = (...args: readonly string[]) => askGit([git, ...args], { folder: dirname(file), ...options });
  if ((await ask('rev-parse', '--is-inside-work-tree')) !== 0) {
    throw refused(file, `cannot be checked: git does not accept ${root} as a repository`);
  }
  // A path and no pattern, whatever its characters. `check-ignore` takes no patterns, but reads a colon at the start.
  const tracked = await ask('--literal-pathspecs', 'ls-files', '--error-unmatch', '--', basename(file));
  if (tracked === 0) {
    throw refused(file, 'is tracked by git', `Take it out first: git rm --cached ${basename(file)}`);
  }
  const ignored = await ask('check-ignore', '--quiet', '--', `./${basename(file)}`);
  if (tracked === 1 && ignored === 0) return;
  if (tracked !== 1 || ignored !== 1) throw refused(file, 'cannot be checked: git failed');
  throw refused(
    file,
    'is not ignored by git',
    `Add this line to ${join(root, '.gitignore')}: ${asPattern(basename(file))}`,
  );
}

/** The nearest folder with a `.git`: a folder, or a file in a linked work tree. */
async function findWorkTree(start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    if (await isThere(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** The exit code of git; -1 when a signal ended it. */
function askGit(
  [git, ...args]: readonly [string, ...string[]],
  { folder, env, platform, signal }: GitOptions & { readonly folder: string },
): Promise<number> {
  const isPassedOn = (name: string) => PASSED_ON.includes(platform === 'win32' ? name.toUpperCase() : name);
  const passedOn = Object.fromEntries(Object.entries(env).filter(([name]) => isPassedOn(name)));
  const options = { cwd: folder, env: { ...passedOn, LC_ALL: 'C' }, signal, windowsHide: true };
  return new Promise((resolve, reject) => {
    execFile(git, [...SAFE_GIT, ...args], options, (error) => {
      if (signal?.aborted === true) reject(signal.reason as Error);
      else if (error === null) resolve(0);
      else resolve(typeof error.code === 'number' ? error.code : -1);
    });
  });
}

/** A file's name as a line of `.gitignore` that matches nothing else (gitignore(5), PATTERN FORMAT). */
function asPattern(name: string): string {
  return name.replaceAll(/[\\*?[\]]|^[#!]| $/g, String.raw`\$&`);
}

function refused(file: string, flaw: string, hint?: string): SecretsError {
  return new SecretsError('not_ignored', `No value is written to ${file}: it ${flaw}.`, {
    hint: hint ?? 'Write references instead of values, or write the file outside the repository.',
  });
}
