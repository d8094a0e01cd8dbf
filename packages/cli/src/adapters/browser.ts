import { spawn } from 'node:child_process';
import { findProgram } from '@wicketgate/core/files';
import { browserCommands } from '../rules/browser-command.ts';
import { browserEnvironment } from '../rules/browser-environment.ts';
import type { CliIo } from '../words/io.ts';

type BrowserIo = Pick<CliIo, 'env' | 'platform'>;

/** Opens a page for whoever sits here. */
export interface Browser {
  /** Answers whether a program was started for it: one that shows nothing cannot be told from one that does. */
  open(page: string): Promise<boolean>;
}

/** The browser of this machine; undefined where nobody would see a page. */
export async function findBrowser(io: BrowserIo): Promise<Browser | undefined> {
  if ((await startable('https://example.com/', io)) === undefined) return undefined;
  return {
    open: async (page) => {
      const command = await startable(page, io);
      return command === undefined ? false : start(command, io);
    },
  };
}

async function startable(page: string, io: BrowserIo): Promise<readonly [string, ...string[]] | undefined> {
  for (const [name, ...args] of browserCommands(page, io)) {
    const program = await findProgram(name, io);
    if (program !== undefined) return [program, ...args];
  }
  return undefined;
}

/** Nobody waits for its end: a browser may run for days. */
function start([program, ...args]: readonly [string, ...string[]], { env, platform }: BrowserIo): Promise<boolean> {
  const child = spawn(program, args, {
    env: browserEnvironment(env, platform),
    stdio: 'ignore',
    // A group of its own: Ctrl-C at a question is not meant for the browser.
    detached: platform !== 'win32',
    windowsHide: true,
  });
  child.unref();
  return new Promise((resolve) => {
    child.once('spawn', () => {
      resolve(true);
    });
    child.once('error', () => {
      resolve(false);
    });
  });
}
