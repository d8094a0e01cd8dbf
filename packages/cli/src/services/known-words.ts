import type { KnownWords } from '../rules/completion/known-words.ts';
import { takesSignIn } from '../rules/mcp-sign-in.ts';
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
    const [{ toServerTarget }, { openToolClient }, { createMcpSignIns }, { withSignIn }] = await Promise.all([
      import('@wicketgate/mcp-client'),
      import('../adapters/tool-client.ts'),
      import('./mcp-sign-ins.ts'),
      import('./mcp-room.ts'),
    ]);
    const signIns = createMcpSignIns(context, asksNobody);
    const specs = servers.map(({ id, launch, ...rest }) => {
      const spec = toServerTarget({ id, launch, ...rest });
      const isOurs = launch.transport !== 'stdio' && launch.credential !== undefined;
      const signIn = !isOurs && takesSignIn(spec) ? { url: spec.url, command: '' } : undefined;
      return withSignIn({ id, spec, signIn }, signIns);
    });
    const client = openToolClient(context.io, {
      servers: specs,
      folder: context.config.mcp,
      timeoutMs: undefined,
      fetch: asksNobody,
      onWarning: () => undefined,
    });
    try {
      const { tools } = await client.listTools({ from: 'cached', signal: context.io.signal });
      return { servers: servers.map(({ id }) => id), tools: tools.map(({ id }) => id) };
    } finally {
      await client.close();
    }
  } catch {
    return { servers: [], tools: [] };
  }
}

function asksNobody(): Promise<never> {
  return Promise.reject(new Error('Completion asks nobody.'));
}
