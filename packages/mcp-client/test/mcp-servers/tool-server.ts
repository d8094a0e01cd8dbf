import { fromJsonSchema, McpServer, type ServerContext } from '@modelcontextprotocol/server';

/** What the tools of a test server did. */
export interface ToolRecord {
  readonly calls: string[];
  /** Names of the tools whose calls were given up by the client. */
  readonly aborted: string[];
}

export function createToolRecord(): ToolRecord {
  return { calls: [], aborted: [] };
}

const anyObject = fromJsonSchema<Record<string, unknown>>({ type: 'object' });

/** A server of the SDK with a few tools, for either era. `versions`: of before 2026, default all. */
export function createToolServer(record: ToolRecord = createToolRecord(), versions?: readonly string[]): McpServer {
  const server = new McpServer(
    { name: 'test-server', version: '1.2.3' },
    {
      capabilities: { tools: { listChanged: true }, logging: {} },
      instructions: 'Echoes.',
      ...(versions && { supportedProtocolVersions: [...versions] }),
    },
  );
  server.registerTool('echo', { inputSchema: anyObject, annotations: { readOnlyHint: true } }, (args) => {
    record.calls.push('echo');
    return text(JSON.stringify(args));
  });
  server.registerTool('write', { inputSchema: anyObject }, () => {
    record.calls.push('write');
    return text('written');
  });
  server.registerTool('fail', { inputSchema: anyObject }, () => ({ ...text('no'), isError: true }));
  server.registerTool('wait', { inputSchema: anyObject }, async (_, { mcpReq }) => {
    record.calls.push('wait');
    await new Promise<void>((resolve) => mcpReq.signal.addEventListener('abort', () => resolve()));
    record.aborted.push('wait');
    return text('given up');
  });
  server.registerTool('steps', { inputSchema: anyObject }, (args, context) => steps(Number(args['count']), context));
  return server;
}

export function text(value: string): { content: { type: 'text'; text: string }[] } {
  return { content: [{ type: 'text', text: value }] };
}

/** Steps that tests let on one by one, each told to the client. */
const stepping = new Set<() => void>();

/** Lets each `steps` tool that runs take its next step. */
export function nextStep(): void {
  for (const step of [...stepping]) step();
}

async function steps(count: number, { mcpReq }: ServerContext): Promise<ReturnType<typeof text>> {
  const token = mcpReq._meta?.progressToken;
  for (let progress = 1; progress <= count; progress++) {
    await new Promise<void>((resolve) => {
      const step = () => {
        stepping.delete(step);
        resolve();
      };
      stepping.add(step);
    });
    if (token !== undefined) {
      await mcpReq.notify({
        method: 'notifications/progress',
        params: { progressToken: token, progress, total: count },
      });
    }
  }
  return text('done');
}
