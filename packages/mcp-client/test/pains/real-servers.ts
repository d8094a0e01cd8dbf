import { createFakeClock, createSeededRandom, type FakeClock } from '@wicketgate/testing';
import { onTestFinished } from 'vitest';
import { MCPToolClient, type MCPToolClientOptions, type ServerSpec } from '../../src/index.ts';
import { type HttpHost, type HttpHostOptions, startHttpHost } from '../mcp-servers/http-host.ts';
import { createToolServer } from '../mcp-servers/tool-server.ts';

/** A client as programs use it, with a clock that the test turns; closed after the test. */
export interface RealWorld {
  readonly clock: FakeClock;
  readonly client: MCPToolClient;
}

export function openClient(
  servers: Readonly<Record<string, HttpHost | ServerSpec>>,
  options: Partial<MCPToolClientOptions> = {},
): RealWorld {
  const clock = createFakeClock();
  const specs = Object.entries(servers).map(([id, server]): [string, ServerSpec] => {
    return [id, 'seen' in server ? { url: server.url } : server];
  });
  const random = createSeededRandom();
  const client = new MCPToolClient({ servers: Object.fromEntries(specs), clock, random, ...options });
  onTestFinished(() => client.close());
  return { clock, client };
}

/** A server of the SDK on a socket, stopped after the test. */
export async function openHost(options: Partial<HttpHostOptions> = {}): Promise<HttpHost> {
  const host = await startHttpHost({ era: 'modern', server: () => createToolServer(), ...options });
  onTestFinished(() => host.stop());
  return host;
}

/** Makes a server list what the test says, for ten minutes, and answer each call with the name of its tool. */
export function listing(
  tools: () => readonly unknown[],
  cacheScope: 'public' | 'private' = 'private',
): HttpHostOptions['server'] {
  return () => {
    const server = createToolServer();
    server.server.setRequestHandler('tools/list', () => ({ tools: tools(), ttlMs: 600_000, cacheScope }) as never);
    server.server.setRequestHandler('tools/call', ({ params }) => ({ content: [{ type: 'text', text: params.name }] }));
    return server;
  };
}

export function countOf(host: HttpHost, method: string): number {
  return host.methods().filter((asked) => asked === method).length;
}
