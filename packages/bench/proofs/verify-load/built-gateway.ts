import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

const BIN = path.resolve(import.meta.dirname, '../../../gateway/dist/bin.js');
const START_TIMEOUT_MS = 30_000;
const POLL_MS = 20;

export interface BuiltGateway {
  readonly url: string;
  readonly adminKey: string;
  readonly databaseFile: string;
  /** Its exit code; again and again the same. */
  stop(): Promise<number>;
}

/**
 * Starts the gateway as it is shipped, in a process of its own on a free port, with an empty database and further settings. Its log goes to a
 * file, because reading it here would cost the one who measures.
 */
export async function startBuiltGateway(settings: Readonly<Record<string, string>> = {}): Promise<BuiltGateway> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-proof-'));
  const own = { PATH: process.env['PATH'], WICKETGATE_PORT: '0', WICKETGATE_DATA_DIR: path.join(folder, 'data') };
  const env = { ...settings, ...own };
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, 'bootstrap'], { env });
  const log = path.join(folder, 'gateway.log');
  const output = await open(log, 'w');
  const child = spawn(process.execPath, [BIN, 'serve'], { env, stdio: ['ignore', output.fd, 'inherit'] });
  await output.close();
  const ended = once(child, 'exit');
  return {
    url: await addressIn(log, child),
    adminKey: stdout.trim(),
    databaseFile: path.join(folder, 'data', 'wicketgate.db'),
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      await rm(folder, { recursive: true, force: true });
      return code ?? 1;
    },
  };
}

/** Where the gateway says that it listens. */
async function addressIn(log: string, child: ChildProcess): Promise<string> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    const url = /"url":"(http:[^"]+)"/.exec(await readFile(log, 'utf8'))?.[1];
    if (url !== undefined) return url;
    await setTimeout(POLL_MS);
  }
  child.kill('SIGKILL');
  throw new Error('The gateway did not come to listen.');
}
