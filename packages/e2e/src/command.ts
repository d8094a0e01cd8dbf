import path from 'node:path';
import { supportedEnvironment, type Environment } from './environment.ts';
import { run, type Outcome } from './program.ts';
import { workspaceRoot } from './workspace.ts';

/** The program of the `wicketgate` command, for Node. */
export const wicketgateProgram = path.join(workspaceRoot, 'packages/cli/dist/bin.js');

/** One installation of the `wicketgate` command, as the workspace built it. */
export interface CommandInstallation {
  readonly url: string;
  /** Its settings, its installation's id, its receipts. */
  readonly configFolder: string;
}

export interface CommandOptions {
  /** Standard input. With `--key-stdin` the caller's key. */
  readonly input?: string;
  readonly env?: Environment;
}

/** Runs the command the way a script does: no terminal, nothing but what is given. */
export function wicketgate(
  { url, configFolder }: CommandInstallation,
  args: readonly string[],
  { input, env = {} }: CommandOptions = {},
): Promise<Outcome> {
  return run(process.execPath, [wicketgateProgram, ...args], {
    env: supportedEnvironment({ WICKETGATE_URL: url, WICKETGATE_CONFIG_DIR: configFolder, ...env }),
    ...(input !== undefined && { input }),
  });
}
