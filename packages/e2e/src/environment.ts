import path from 'node:path';
import { workspaceRoot } from './workspace.ts';

export type Environment = Record<string, string>;

/** What the runners of this very test leave in the environment; a program that a person starts has none of it. */
const LEFT_BY_RUNNERS = [
  /^(?:WICKETGATE_|VITEST|PNPM_|pnpm_)/,
  /^npm_(?:command|execpath|lifecycle_.*|node_execpath|package_.*)$/,
  // npm repeats its settings in lower case, where they count for more than what is set in upper case.
  /^npm_config_(?:cache|global_prefix|globalconfig|init_module|local_prefix|node_gyp|noproxy|npm_version|prefix)$/,
  /^npm_config_(?:user_agent|userconfig)$/,
  /^(?:FORCE_COLOR|INIT_CWD|NODE_ENV|NODE_OPTIONS|NODE_PATH|TEST|TEST_TALLY_FILE)$/,
];

/** The environment of a person's terminal on this machine, without colours, with what is given on top. */
export function terminalEnvironment(extra: Environment = {}): Environment {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !LEFT_BY_RUNNERS.some((names) => names.test(entry[0])),
  );
  return { ...Object.fromEntries(inherited), PATH: machinePath(), NO_COLOR: '1', ...extra };
}

/** The same with the Node that runs this test first on the path: what the packages' `engines` ask for. */
export function supportedEnvironment(extra: Environment = {}): Environment {
  return terminalEnvironment({ PATH: [path.dirname(process.execPath), machinePath()].join(path.delimiter), ...extra });
}

/** The path without the folders of this workspace, which npm and pnpm put in front. */
function machinePath(): string {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.filter((folder) => !path.resolve(folder).startsWith(workspaceRoot)).join(path.delimiter);
}
