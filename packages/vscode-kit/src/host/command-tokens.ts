import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { WicketgateError } from '@wicketgate/core';
import { commandLine, findProgram } from '@wicketgate/core/files';
import type { CommandTokens } from '../ports/command-tokens.ts';
import { isInWorkspace, outsideWorkspaces, type SearchPathOptions } from './search-path.ts';

const TIMEOUT_MS = 10_000;
/** A token has 4,096 characters at most. */
const LONGEST_OUTPUT = 16_384;
/** Exit codes of the command. */
const [NOT_SIGNED_IN, UNREACHABLE] = [3, 5];

export interface CommandTokensOptions extends SearchPathOptions {
  /** Milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * The `wicketgate` command on the search path of the editor. It runs in the person's own folder, so that it reads nothing of
 * a workspace, and gives the token through a pipe: neither arguments nor files hold it.
 */
export function createCommandTokens({ timeoutMs = TIMEOUT_MS, ...place }: CommandTokensOptions): CommandTokens {
  const { platform } = place;
  return {
    machine: hostname(),
    find: async () => {
      const program = await findProgram('wicketgate', { env: await outsideWorkspaces(place), platform });
      return program === undefined || (await isInWorkspace(program, place)) ? undefined : program;
    },
    async ask({ program, url, want }, signal) {
      const words = ['token', '--format', 'json', ...(want === 'newer' ? ['--renew'] : []), '--url', url];
      if (await isInWorkspace(program, place)) {
        throw new WicketgateError('unavailable', 'The command lies in the open workspace, and is not run.');
      }
      const env = await outsideWorkspaces(place);
      signal?.throwIfAborted();
      const line = commandLine([program, ...words], { platform, env });
      if (line === undefined) throw new WicketgateError('unavailable', 'The command cannot be run from where it is.');
      const options = {
        ...{ cwd: homedir(), env: withoutKeys(env), timeout: timeoutMs, killSignal: 'SIGKILL' as const },
        ...{ maxBuffer: LONGEST_OUTPUT, windowsHide: true, windowsVerbatimArguments: line.verbatim },
        ...(signal && { signal }),
      };
      return new Promise((resolve, reject) => {
        const child = execFile(line.program, [...line.args], options, (error, stdout) => {
          if (error === null) resolve(stdout);
          else if (signal?.aborted) reject(signal.reason as Error);
          else if (error.code === NOT_SIGNED_IN || isGone(error, line.program)) resolve(undefined);
          else reject(failureOf(error));
        });
        child.stdin?.end();
      });
    },
  };
}

/** Whether the program itself is no longer there, as after a new version of what it was installed with. */
function isGone({ code }: { readonly code?: unknown }, program: string): boolean {
  return code === 'ENOENT' && !existsSync(program);
}

/** What the command is signed in with is its session: a key of the environment would be taken for it. */
function withoutKeys(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.toUpperCase() !== 'WICKETGATE_API_KEY'));
}

/** Says nothing of what the command wrote: it may name a person. */
function failureOf({ code, killed }: { readonly code?: unknown; readonly killed?: boolean }): WicketgateError {
  if (killed === true) return new WicketgateError('timeout', 'The command did not answer in time.');
  if (code === UNREACHABLE) return new WicketgateError('offline', 'The command could not reach its gateway.');
  return new WicketgateError('unavailable', 'The command could not be run.');
}
