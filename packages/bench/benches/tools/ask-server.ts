import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { SearchableTool } from '@wicketgate/mcp-client/loader';
import type { PublishedServer } from './servers.ts';

const DEADLINE_MS = 30_000;

/**
 * Starts a server of the installed fixture over stdio, in an empty folder that is its home too, asks for its tools, and ends
 * it. Throws when they are not there within 30 seconds.
 */
export async function askServer(server: PublishedServer, installed: string): Promise<SearchableTool[]> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-bench-server-'));
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [
      path.join(installed, 'node_modules', server.package, server.program),
      ...(server.args ?? []).map((word) => (word === 'HOME' ? home : word)),
    ],
    env: { PATH: process.env['PATH'] ?? '', HOME: home, DO_NOT_TRACK: '1', ...server.env },
    ...{ cwd: home, stderr: 'ignore' },
  });
  const client = new Client({ name: 'wicketgate-bench', version: '0.0.0' });
  try {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    await client.connect(transport, { signal });
    return await listTools(client, { server: server.id, signal });
  } finally {
    await client.close();
    await transport.close();
    await rm(home, { recursive: true, force: true });
  }
}

async function listTools(
  client: Client,
  { server, signal }: { readonly server: string; readonly signal: AbortSignal },
): Promise<SearchableTool[]> {
  const serverDescription = describe(client);
  const tools: SearchableTool[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.listTools(cursor === undefined ? {} : { cursor }, { signal });
    for (const { name, description, inputSchema } of page.tools) {
      const texts = {
        ...(description !== undefined && { description }),
        ...(serverDescription !== '' && { serverDescription }),
      };
      tools.push({ id: `${server}/${name}`, server, name, inputSchema, ...texts });
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return tools;
}

/** What a server says of itself: its title, its description, or the first sentence of its instructions without headings. */
function describe(client: Client): string {
  const { title, description } = client.getServerVersion() ?? {};
  const instructions = client.getInstructions()?.replaceAll(/^#.*$/gm, '').trim() ?? '';
  return title ?? description ?? /^.*?[.!?](?=\s|$)/s.exec(instructions)?.[0].replaceAll(/\s+/g, ' ') ?? '';
}
