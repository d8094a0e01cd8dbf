import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '@wicketgate/core';
import { findProgram, type ProgramSearchOptions } from '@wicketgate/core/files';
import { SecretsError } from '../words/errors.ts';

export interface GitOptions extends ProgramSearchOptions {
  /** git has 15 s for each of three questions. */
  readonly clock: Clock;
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

/**
 * Nothing is written, and no program that the repository's settings name is started: a folder that was unpacked brings
 * settings of its own. An object that is missing in a partial clone would be fetched, which starts what the settings name as
 * `uploadpack`, `core.sshCommand` or a transport; no transport goes by the name that alone is allowed.
 */
const SAFE_GIT = ['--no-pager', '--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const SAFE_ENVIRONMENT = {
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  LC_ALL: 'C',
};

/** Settings may name a named pipe as a file of rules, and git waits for its writer. */
const DEADLINE_MS = 15_000;

/**
 * Throws `not_ignored` unless git leaves the file alone: no work tree around it, or ignored there and not tracked. git
 * itself is asked, because its rules come from many files. Where a work tree is and git cannot tell, that throws as well.
 */
export async function checkIgnored(file: string, options: GitOptions): Promise<void> {
  const root = await findWorkTree(dirname(file));
  if (root === undefined) return;
  const git = await findProgram('git', options);
  if (git === undefined) throw refused(file, 'cannot be checked: the program git is not on the search path');
  const ask = (...args: readonly string[]) => askGit(args, { ...options, git, file });
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

interface Question extends GitOptions {
  /** The path of git. */
  readonly git: string;
  readonly file: string;
}

/** The exit code of git; -1 when something ended it. Throws `not_ignored` when it takes too long. */
async function askGit(args: readonly string[], { file, clock, signal, ...options }: Question): Promise<number> {
  signal?.throwIfAborted();
  const late = new AbortController();
  const answered = new AbortController();
  clock.sleep(DEADLINE_MS, answered.signal).then(
    () => late.abort(),
    () => undefined,
  );
  const ending = AbortSignal.any([late.signal, ...(signal ? [signal] : [])]);
  const code = await exitCode(args, { ...options, folder: dirname(file), signal: ending });
  answered.abort();
  signal?.throwIfAborted();
  if (!late.signal.aborted) return code;
  const hint = 'Do the settings of the repository name a pipe, or a file on a disk that does not answer?';
  throw refused(file, `cannot be checked: git did not answer within ${DEADLINE_MS / 1_000} seconds`, hint);
}

interface Start extends Omit<GitOptions, 'clock'> {
  /** The path of git. */
  readonly git: string;
  readonly folder: string;
}

function exitCode(args: readonly string[], { git, folder, env, platform, signal }: Start): Promise<number> {
  const isPassedOn = (name: string) => PASSED_ON.includes(platform === 'win32' ? name.toUpperCase() : name);
  const passedOn = Object.fromEntries(Object.entries(env).filter(([name]) => isPassedOn(name)));
  const options = { cwd: folder, env: { ...passedOn, ...SAFE_ENVIRONMENT }, signal, windowsHide: true };
  return new Promise((resolve) => {
    execFile(git, [...SAFE_GIT, ...args], { ...options, killSignal: 'SIGKILL' }, (error) => {
      if (error === null) resolve(0);
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
