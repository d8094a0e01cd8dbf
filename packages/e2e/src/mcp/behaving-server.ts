import path from 'node:path';
import type { HttpServer, StdioServer } from '@wicketgate/mcp-client';
import type { Cleanup } from '../cleanup.ts';
import { start } from '../program.ts';
import type { Behaviour } from './behaviours.ts';

const PROGRAM = path.join(import.meta.dirname, 'behaving-program.ts');

/** `tally`: the file where it counts what its tools did. */
export function behavingProcess(behaviour: Behaviour | 'hangs', tally = ''): StdioServer {
  return { transport: 'stdio', command: process.execPath, args: [PROGRAM, behaviour, 'stdio', tally] };
}

export interface BehavingSocket {
  readonly cleanup: Cleanup;
  readonly tally?: string;
}

/** A server on a socket of loopback, in a process of its own. */
export async function startBehavingServer(
  behaviour: Behaviour | 'hangs' | 'garbage',
  { cleanup, tally = '' }: BehavingSocket,
): Promise<HttpServer> {
  const program = start(process.execPath, [PROGRAM, behaviour, 'http', tally]);
  cleanup.defer(() => program.stop());
  const [, port = ''] = await program.waitFor(/^listening (\d+)$/m);
  return { url: `http://127.0.0.1:${port}/mcp` };
}
