import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { MCPToolClient } from '@wicketgate/mcp-client';

/** A client that has connected and listed the tools. */
export interface BenchClient {
  /** Calls a tool by the name that its server gives it. Throws when it fails. */
  call(tool: string, args: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

export async function openOurs(url: string): Promise<BenchClient> {
  const client = new MCPToolClient({ servers: { bench: { url } } });
  const { tools } = await client.listTools();
  const names = new Map(tools.map(({ name, wireName }) => [name, wireName]));
  return {
    async call(tool, args) {
      const { isError } = await client.callTool(names.get(tool) ?? tool, args);
      if (isError) throw new Error(`${tool} failed.`);
    },
    close: () => client.close(),
  };
}

/** The SDK's own client, which negotiates the same revision. */
export async function openBare(url: string): Promise<BenchClient> {
  const client = new Client({ name: 'bench', version: '0.0.0' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  await client.listTools();
  return {
    async call(tool, args) {
      const { isError } = await client.callTool({ name: tool, arguments: { ...args } });
      if (isError === true) throw new Error(`${tool} failed.`);
    },
    close: () => client.close(),
  };
}
