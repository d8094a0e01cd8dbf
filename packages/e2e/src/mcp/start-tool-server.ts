import path from 'node:path';
import type { Cleanup } from '../cleanup.ts';
import { start } from '../program.ts';

const PROGRAM = path.join(import.meta.dirname, 'tool-server.ts');

/** One request, as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  /** Null when there was none. */
  readonly authorization: string | null;
}

/** An MCP server in a process of its own. */
export interface ToolServer {
  readonly port: number;
  /** Without a slash at its end. */
  readonly url: string;
  readonly seen: () => readonly SeenRequest[];
}

/** Starts a server whose answers begin with `place`. */
export async function startToolServer(place: string, cleanup: Cleanup): Promise<ToolServer> {
  const program = start(process.execPath, ['--conditions=@wicketgate/source', PROGRAM, place]);
  cleanup.defer(() => program.stop());
  const [, text = ''] = await program.waitFor(/^listening (\d+)$/m);
  const port = Number(text);
  return {
    port,
    url: `http://127.0.0.1:${port}/mcp`,
    seen: () =>
      program
        .output()
        .stdout.split('\n')
        .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as SeenRequest] : [])),
  };
}
