import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { WicketgateError } from '@wicketgate/core';
import { commandLine, findProgram } from '@wicketgate/core/files';
import type { CommandTokens } from '../ports/command-tokens.ts';

const TIMEOUT_MS = 10_000;
/** A token has 4,096 characters at most. */
const LONGEST_OUTPUT = 16_384;
/** Exit codes of the command. */
const [NOT_SIGNED_IN, UNREACHABLE] = [3, 5];

export interface CommandTokensOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * The `wicketgate` command on the search path of the editor. It runs in the person's own folder, so that it reads nothing of
 * a workspace, and gives the token through a pipe: neither arguments nor files hold it.
 */
export function createCommandTokens({ env, platform, timeoutMs = TIMEOUT_MS }: CommandTokensOptions): CommandTokens {
  return {
    find: () => findProgram('wicketgate', { env, platform }),
    async ask({ program, url, want }, signal) {
      const words = ['token', '--format', 'json', ...(want === 'newer' ? ['--renew'] : []), '--url', url];
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
          else if (error.code === NOT_SIGNED_IN) resolve(undefined);
          else reject(failureOf(error));
        });
        child.stdin?.end();
      });
    },
  };
}

/** What the command is signed in with is its session: a key of the environment would be taken for it. */
function withoutKeys(env: CommandTokensOptions['env']): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.toUpperCase() !== 'WICKETGATE_API_KEY'));
}

/** Says nothing of what the command wrote: it may name a person. */
function failureOf({ code, killed }: { readonly code?: unknown; readonly killed?: boolean }): WicketgateError {
  if (killed === true) return new WicketgateError('timeout', 'The command did not answer in time.');
  if (code === UNREACHABLE) return new WicketgateError('offline', 'The command could not reach its gateway.');
  return new WicketgateError('unavailable', 'The command could not be run.');
}
