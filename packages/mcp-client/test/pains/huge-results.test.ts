import { fromJsonSchema } from '@modelcontextprotocol/server';
import { describe, expect, it } from 'vitest';
import { estimateTokens, ProgressiveMCPLoader } from '../../src/loader.ts';
import { createToolServer, text } from '../mcp-servers/tool-server.ts';
import { openClient, openHost } from './real-servers.ts';

/** As many tokens as would fill the context of a model. */
const WHOLE = 'A line of a log that nobody wanted to read.\n'.repeat(10_000);

async function loggingWorld() {
  const host = await openHost({
    server: () => {
      const server = createToolServer();
      server.registerTool('read_log', { inputSchema: fromJsonSchema<object>({ type: 'object' }) }, () => text(WHOLE));
      return server;
    },
  });
  return openClient({ hub: host });
}

describe('a result that would fill the context of a model', () => {
  it('is cut to its budget and says so, and the whole is there for who asks', async () => {
    const { client } = await loggingWorld();
    const { content, truncated } = await client.callTool('hub/read_log');
    expect(truncated).toMatchObject({ bytes: expect.any(Number) as number });
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(70_000);
    expect(JSON.stringify(content)).toContain(truncated?.uri);
    expect(client.readResult(truncated?.uri ?? '')?.content).toEqual([{ type: 'text', text: WHOLE }]);
  });

  it('does not reach a model through the loader either', async () => {
    const { client } = await loggingWorld();
    expect(estimateTokens(WHOLE)).toBeGreaterThan(90_000);
    const { content } = await new ProgressiveMCPLoader(client).call('hub__read_log', {});
    expect(estimateTokens(JSON.stringify(content))).toBeLessThan(20_000);
  });
});
