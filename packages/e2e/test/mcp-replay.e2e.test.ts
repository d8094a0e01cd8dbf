import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MCPToolClient, type ServerSpec } from '@wicketgate/mcp-client';
import { stdioConnector } from '@wicketgate/mcp-client/node';
import { afterEach, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { behavingProcess, startBehavingServer } from '../src/mcp/behaving-server.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

const cleanup = createCleanup();
afterEach(() => cleanup.release());

const servers: Readonly<Record<string, (tally: string) => ServerSpec | Promise<ServerSpec>>> = {
  'a process that ended': (tally) => behavingProcess('counts', tally),
  'a connection that broke off': (tally) => startBehavingServer('counts', { tally, cleanup }),
};

/** A client of a server that does the work of each call, and is gone before it answers the first. */
async function countingWorld(server: keyof typeof servers) {
  const tally = path.join(await temporaryFolder('replay', cleanup), 'tally');
  await writeFile(tally, '');
  const counting = await servers[server]?.(tally);
  if (counting === undefined) throw new Error(`There is no server ${server}.`);
  const client = new MCPToolClient({ servers: { counting }, stdio: stdioConnector });
  cleanup.defer(() => client.close());
  await client.listTools();
  return { client, done: async () => (await readFile(tally, 'utf8')).trim().split('\n') };
}

describe.each(Object.keys(servers))('A call whose answer was lost with %s', (server) => {
  test.each(['read', 'put'])('is made again for a tool that may be called twice: %s', async (tool) => {
    const { client, done } = await countingWorld(server);
    expect(await client.callTool(`counting/${tool}`)).toMatchObject({ isError: false, attempts: 2 });
    expect(await done()).toEqual([tool, tool]);
  });

  test.each(['add', 'destroy', 'silent'])('is never made again for any other: %s', async (tool) => {
    const { client, done } = await countingWorld(server);
    const lost = { code: 'connection_lost', server: 'counting', tool: `counting/${tool}`, attempts: 1 };
    await expect(client.callTool(`counting/${tool}`)).rejects.toMatchObject(lost);
    expect(await done()).toEqual([tool]);
    // The server is found again for the next call, which is the caller's own decision.
    expect(await client.callTool(`counting/${tool}`)).toMatchObject({ isError: false, attempts: 1 });
    expect(await done()).toEqual([tool, tool]);
  });
});
