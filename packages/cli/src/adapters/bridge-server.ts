import type { Writable } from 'node:stream';
import {
  type CallToolResult,
  type ListToolsResult,
  ProtocolError,
  ProtocolErrorCode,
  McpServer,
} from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { type Bridge, type BridgeCall, BridgeRefusal, type CallProgress } from '@wicketgate/mcp-client';
import type { CliIo } from '../words/io.ts';
import { version } from '../words/version.ts';

export interface BridgeServerOptions {
  readonly bridge: Bridge;
  /** What the client is told of this server, for its model. */
  readonly instructions: string;
  readonly onProblem: (error: Error) => void;
}

type Io = Pick<CliIo, 'stdin' | 'stdout' | 'signal'>;

/**
 * Serves the bridge over standard input and output, to clients of 2026-07-28 and of the revisions before it. Resolves when
 * standard input has ended, nobody reads standard output any more, or the signal was given; calls that are under way then are cancelled at their servers.
 */
export async function serveBridge({ stdin, stdout, signal }: Io, options: BridgeServerOptions): Promise<void> {
  const { bridge, onProblem } = options;
  const servers = new Set<McpServer['server']>();
  const transport = new StdioServerTransport(stdin, stdout as unknown as Writable);
  const ended = endOf({ stdin, stdout, signal });
  const handle = serveStdio(
    () => {
      const server = createServer(options);
      servers.add(server);
      server.onclose = () => servers.delete(server);
      return server;
    },
    { transport, onerror: onProblem },
  );
  const stop = bridge.onToolsChanged(() => {
    for (const server of servers) void server.sendToolListChanged().catch(onProblem);
  });
  try {
    await ended;
  } finally {
    stop();
    await handle.close();
  }
}

function createServer({ bridge, instructions }: BridgeServerOptions): McpServer['server'] {
  const info = { name: 'wicketgate', title: 'Wicketgate', version };
  const { server } = new McpServer(info, { capabilities: { tools: { listChanged: true } }, instructions });
  server.setRequestHandler('tools/list', async ({ params }, { mcpReq }) => {
    const page = await refusing(() => bridge.listTools(params?.cursor, { signal: mcpReq.signal }));
    // As their servers have them: the SDK's own types say no more than what came over the wire already.
    return page as unknown as ListToolsResult;
  });
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
    const token = mcpReq._meta?.progressToken;
    const onProgress: BridgeCall['onProgress'] =
      token === undefined
        ? undefined
        : (progress) => void mcpReq.notify(progressNotification(token, progress)).catch(() => undefined);
    const call = { signal: mcpReq.signal, onProgress };
    const result = await refusing(() => bridge.callTool(params.name, params.arguments ?? {}, call));
    return result as unknown as CallToolResult;
  });
  return server;
}

function progressNotification(progressToken: string | number, progress: CallProgress) {
  return { method: 'notifications/progress' as const, params: { progressToken, ...progress } };
}

async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BridgeRefusal) throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
    throw error;
  }
}

function endOf({ stdin, stdout, signal }: Io): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      resolve();
    };
    if (signal.aborted) done();
    signal.addEventListener('abort', done, { once: true });
    for (const event of ['end', 'close', 'error'] as const) stdin.once(event, done);
    // The transport reads no more then, and nothing else would end the waiting.
    for (const event of ['close', 'error'] as const) stdout.once(event, done);
  });
}
