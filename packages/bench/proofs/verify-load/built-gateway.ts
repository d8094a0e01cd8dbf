import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const BIN = path.resolve(import.meta.dirname, '../../../gateway/dist/bin.js');

export interface BuiltGateway {
  readonly url: string;
  readonly adminKey: string;
  readonly databaseFile: string;
  /** Its exit code; again and again the same. */
  stop(): Promise<number>;
}

/** Starts the gateway as it is shipped, in a process of its own on a free port, with an empty database. */
export async function startBuiltGateway(): Promise<BuiltGateway> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-proof-'));
  const env = { PATH: process.env['PATH'], WICKETGATE_PORT: '0', WICKETGATE_DATA_DIR: folder };
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, 'bootstrap'], { env });
  const child = spawn(process.execPath, [BIN, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  return {
    url: await addressOf(child),
    adminKey: stdout.trim(),
    databaseFile: path.join(folder, 'wicketgate.db'),
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      await rm(folder, { recursive: true, force: true });
      return code ?? 1;
    },
  };
}

/** Reads the log to its end, so that the gateway is never held up by it, and answers what its first line about it says. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The gateway ended with ${code}.`)));
    if (child.stdout === null) throw new Error('The gateway has no standard output.');
    createInterface(child.stdout).on('line', (line) => {
      const url = /"url":"(http:[^"]+)"/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}
