import type { Writable } from 'node:stream';
import {
  type CallToolResult,
  type CompleteRequestParams,
  type GetPromptResult,
  type ListPromptsResult,
  type ListResourcesResult,
  type ListResourceTemplatesResult,
  type ListToolsResult,
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import {
  type Bridge,
  type BridgeCall,
  type BridgedOffers,
  BridgeRefusal,
  type CallProgress,
  type CompletionRequest,
} from '@wicketgate/mcp-client';
import type { CliIo } from '../words/io.ts';
import { version } from '../words/version.ts';

export interface BridgeServerOptions {
  readonly bridge: Bridge;
  /** What the client is told of this server, for its model. */
  readonly instructions: string;
  readonly onProblem: (error: Error) => void;
}

type Io = Pick<CliIo, 'stdin' | 'stdout' | 'signal'>;
type Server = McpServer['server'];

/**
 * Serves the bridge over standard input and output, to clients of 2026-07-28 and of the revisions before it. Resolves when
 * standard input has ended, nobody reads standard output any more, or the signal was given; calls that are under way then are cancelled at their servers.
 */
export async function serveBridge({ stdin, stdout, signal }: Io, options: BridgeServerOptions): Promise<void> {
  const { bridge, onProblem } = options;
  const servers = new Set<Server>();
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
  const stop = tellChanges(bridge, servers, onProblem);
  try {
    await ended;
  } finally {
    stop();
    await handle.close();
  }
}

function tellChanges(bridge: Bridge, servers: Iterable<Server>, onProblem: (error: Error) => void): () => void {
  const tell = (send: (server: Server) => Promise<void>) => {
    for (const server of servers) void send(server).catch(onProblem);
  };
  const stopTools = bridge.onToolsChanged(() => tell((server) => server.sendToolListChanged()));
  const stopOffers = bridge.offers?.onChanged((what) =>
    tell((server) => (what === 'resources' ? server.sendResourceListChanged() : server.sendPromptListChanged())),
  );
  return () => {
    stopTools();
    stopOffers?.();
  };
}

const CHANGING = { listChanged: true };

function createServer({ bridge, instructions }: BridgeServerOptions): Server {
  const { offers } = bridge;
  const capabilities = {
    tools: CHANGING,
    // Said before any server was asked: what none of them has is an empty list.
    ...(offers && { resources: CHANGING, prompts: CHANGING, completions: {} }),
  };
  const { server } = new McpServer(
    { name: 'wicketgate', title: 'Wicketgate', version },
    { capabilities, instructions },
  );
  serveTools(server, bridge);
  if (offers !== undefined) serveOffers(server, offers);
  return server;
}

// What servers sent is passed on as it came: the SDK's own types say no more than what came over the wire already.

function serveTools(server: Server, bridge: Bridge): void {
  server.setRequestHandler('tools/list', async ({ params }, context) => {
    const { items: tools, nextCursor } = await refusing(() => bridge.listTools(params?.cursor, callOf(context)));
    return { tools, nextCursor } as unknown as ListToolsResult;
  });
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const result = await refusing(() => bridge.callTool(params.name, params.arguments ?? {}, callOf(context)));
    return result as unknown as CallToolResult;
  });
}

function serveOffers(server: Server, offers: BridgedOffers): void {
  server.setRequestHandler('resources/list', async ({ params }, context) => {
    const { items, nextCursor } = await refusing(() => offers.listResources(params?.cursor, callOf(context)));
    return { resources: items, nextCursor } as unknown as ListResourcesResult;
  });
  server.setRequestHandler('resources/templates/list', async ({ params }, context) => {
    const { items, nextCursor } = await refusing(() => offers.listResourceTemplates(params?.cursor, callOf(context)));
    return { resourceTemplates: items, nextCursor } as unknown as ListResourceTemplatesResult;
  });
  server.setRequestHandler('resources/read', async ({ params }, context) => {
    const contents = await refusing(() => offers.readResource(params.uri, callOf(context)));
    return { contents } as unknown as ReadResourceResult;
  });
  server.setRequestHandler('prompts/list', async ({ params }, context) => {
    const { items, nextCursor } = await refusing(() => offers.listPrompts(params?.cursor, callOf(context)));
    return { prompts: items, nextCursor } as unknown as ListPromptsResult;
  });
  server.setRequestHandler('prompts/get', async ({ params }, context) => {
    const prompt = await refusing(() => offers.getPrompt(params.name, params.arguments ?? {}, callOf(context)));
    return prompt as unknown as GetPromptResult;
  });
  server.setRequestHandler('completion/complete', async ({ params }, context) => {
    const { values, total, hasMore } = await refusing(() => offers.complete(completionOf(params), callOf(context)));
    return { completion: { values: [...values], ...(total !== undefined && { total }), hasMore } };
  });
}

function completionOf({ ref, argument, context }: CompleteRequestParams): CompletionRequest {
  const of = ref.type === 'ref/prompt' ? { prompt: ref.name } : { template: ref.uri };
  return { of, argument, context: context?.arguments };
}

/** Cancellation goes to the server of whatever is asked, and progress to the client where it wants that. */
function callOf({ mcpReq }: ServerContext): BridgeCall {
  const token = mcpReq._meta?.progressToken;
  if (token === undefined) return { signal: mcpReq.signal };
  const onProgress = (progress: CallProgress) =>
    void mcpReq.notify(progressNotification(token, progress)).catch(() => undefined);
  return { signal: mcpReq.signal, onProgress };
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
