import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const PROGRAM = path.join(import.meta.dirname, 'server.ts');

export interface ServerProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the server, whose work must not be counted as a client's. */
export async function startServerProcess(): Promise<ServerProcess> {
  const child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  const [port] = (await Promise.race([once(child, 'message'), ended.then(fail)])) as [number];
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}

function fail(): never {
  throw new Error('The server ended before it listened.');
}
