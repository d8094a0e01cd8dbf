import type { KnownWords } from '../rules/completion/known-words.ts';
import type { Context } from './context.ts';
import { readMcpConfig } from './mcp-config.ts';

/**
 * The servers of the files, and the tools that are remembered of them. Nobody is asked anything, no server is started, and
 * what cannot be read is left out: a shell that starts waits for this.
 */
export async function knownWords(context: Context): Promise<KnownWords> {
  try {
    const { servers } = await readMcpConfig(context, {});
    if (servers.length === 0) return { servers: [], tools: [] };
    // Only where there are servers: what speaks MCP takes a while to load.
    const { toServerTarget } = await import('@wicketgate/mcp-client');
    const { openToolClient } = await import('../adapters/tool-client.ts');
    const { client, close } = openToolClient(context.io, {
      servers: servers.map((server) => ({ id: server.id, spec: toServerTarget(server) })),
      folder: context.config.mcp,
      timeoutMs: undefined,
      onWarning: () => undefined,
    });
    try {
      const { tools } = await client.listTools({ from: 'cached', signal: context.io.signal });
      return { servers: servers.map(({ id }) => id), tools: tools.map(({ id }) => id) };
    } finally {
      await close();
    }
  } catch {
    return { servers: [], tools: [] };
  }
}
