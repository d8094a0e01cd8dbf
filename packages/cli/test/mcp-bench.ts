import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@wicketgate/core';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import type { CliIo } from '../src/index.ts';
import { type Bench, createBench } from './cli-harness.ts';

const TOOL_SERVER = fileURLToPath(new URL('fixtures/tool-server.ts', import.meta.url));

/** The entry of a file that starts the server of `fixtures/tool-server.ts`. */
export function toolServer(env: Readonly<Record<string, string>> = {}) {
  return { type: 'stdio', command: process.execPath, args: [TOOL_SERVER], env };
}

export interface McpBench extends Bench {
  /** Path of a file in the folder of the bench. */
  at(name: string): string;
  write(name: string, content: unknown): string;
  /** Writes Wicketgate's own file of servers. */
  servers(servers: object): void;
  /** What servers have noted; a file that they are told of by TOOL_SERVER_LOG. */
  readonly log: { readonly file: string; readonly lines: () => readonly string[] };
}

export function createMcpBench(): McpBench {
  const still = createBench();
  const bench: Bench = {
    ...still,
    run: (argv, options) => still.run(argv, { clock: systemClock, ...options }),
    json: (argv, options) => still.json(argv, { clock: systemClock, ...options }),
  };
  const at = (name: string) => join(bench.folder, name);
  const write = (name: string, content: unknown) => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));
    return at(name);
  };
  const file = at('servers.log');
  const lines = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
  return {
    ...bench,
    at,
    write,
    servers: (servers) => void write('config/mcp.json', { servers }),
    log: { file, lines },
  };
}

export interface SeenRequest {
  readonly url: string;
  readonly authorization: string | null;
}

/** Servers of MCP at addresses, in memory: each has the tool `where`, which answers its own host. */
export function addressedServers(answer?: (request: Request) => Response | undefined) {
  const requests: SeenRequest[] = [];
  const fetch: CliIo['serverFetch'] = async (url, init) => {
    const request = new Request(url, init);
    const { host } = new URL(request.url);
    requests.push({ url: request.url, authorization: request.headers.get('authorization') });
    return answer?.(request) ?? createMcpHandler(() => whereServer(host)).fetch(request);
  };
  return { fetch, requests };
}

function whereServer(host: string): McpServer {
  const server = new McpServer({ name: host, version: '1.0.0' }, { capabilities: { tools: {} } });
  const inputSchema = { type: 'object' as const, properties: { team: { type: 'string' } } };
  server.server.setRequestHandler('tools/list', () => ({
    tools: [{ name: 'where', description: 'Says where it is.', inputSchema }],
  }));
  server.server.setRequestHandler('tools/call', ({ params }) => ({
    content: [{ type: 'text', text: `${host} ${JSON.stringify(params.arguments)}` }],
  }));
  return server;
}
