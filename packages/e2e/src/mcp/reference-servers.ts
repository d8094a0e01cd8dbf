import path from 'node:path';
import type { StdioServer } from '@wicketgate/mcp-client';

/** The reference servers of MCP, as processes. */
export interface ReferenceServers {
  readonly everything: StdioServer;
  /** May see one folder. */
  readonly files: StdioServer;
  /** Keeps what it is told in one file. */
  readonly memory: StdioServer;
}

export interface ReferencePlaces {
  /** Where the fixture programs are installed. */
  readonly installed: string;
  /** The folder of the files, which is there. */
  readonly folder: string;
  readonly memoryFile: string;
}

export function referenceServers({ installed, folder, memoryFile }: ReferencePlaces): ReferenceServers {
  const server = (name: string, ...args: readonly string[]): StdioServer => {
    const program = path.join(installed, 'node_modules/@modelcontextprotocol', name, 'dist/index.js');
    return { transport: 'stdio', command: process.execPath, args: [program, ...args] };
  };
  return {
    everything: server('server-everything'),
    files: server('server-filesystem', folder),
    memory: { ...server('server-memory'), env: { MEMORY_FILE_PATH: memoryFile } },
  };
}
