import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
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
  /** Ends it by a signal, and serves the same data at the same address again after so many milliseconds. */
  restart(signal: 'SIGTERM' | 'SIGKILL', awayMs: number): Promise<void>;
  /** How many requests to a path it has answered with a status, as its log tells. */
  answers(route: string, status: number): Promise<number>;
  /** Its exit code; again and again the same. */
  stop(): Promise<number>;
}

/**
 * Starts the gateway as it is shipped, in a process of its own on a free port, with an empty database and further settings. Its
 * log goes to a file, because reading it here would cost the one who measures.
 */
export async function startBuiltGateway(settings: Readonly<Record<string, string>> = {}): Promise<BuiltGateway> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-proof-'));
  const data = path.join(folder, 'data');
  const env = { ...settings, PATH: process.env['PATH'], WICKETGATE_PORT: '0', WICKETGATE_DATA_DIR: data };
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, 'bootstrap'], { env });
  let running = await serve(folder, env);
  const { url } = running;
  return {
    url,
    adminKey: stdout.trim(),
    databaseFile: path.join(data, 'wicketgate.db'),
    restart: async (signal, awayMs) => {
      running.child.kill(signal);
      await running.ended;
      await setTimeout(awayMs);
      running = await serve(folder, { ...env, WICKETGATE_PORT: new URL(url).port });
    },
    answers: (route, status) => answersIn(folder, { route, status }),
    stop: async () => {
      running.child.kill('SIGTERM');
      const code = await running.ended;
      await rm(folder, { recursive: true, force: true });
      return code ?? 1;
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly url: string;
}

/** Each start has a log of its own. */
async function serve(folder: string, env: NodeJS.ProcessEnv): Promise<Running> {
  const log = path.join(folder, `${(await logsIn(folder)).length}.log`);
  const output = await open(log, 'w');
  const child = spawn(process.execPath, [BIN, 'serve'], { env, stdio: ['ignore', output.fd, 'inherit'] });
  await output.close();
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { child, ended, url: await addressIn(log, child) };
}

async function logsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.log'));
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

async function answersIn(folder: string, wanted: { readonly route: string; readonly status: number }): Promise<number> {
  let count = 0;
  for (const name of await logsIn(folder)) {
    const text = await readFile(path.join(folder, name), 'utf8');
    // A gateway that was killed may have left half a line.
    const lines = text.slice(0, text.lastIndexOf('\n')).split('\n');
    const requests = lines.map((line) => JSON.parse(line) as { route?: string; status?: number });
    count += requests.filter(({ route, status }) => route === wanted.route && status === wanted.status).length;
  }
  return count;
}
