import { describe, expect, it } from 'vitest';
import { createBridge } from '../../src/index.ts';
import { createActivation, LOADING_STRATEGIES, ProgressiveMCPLoader } from '../../src/loader.ts';
import { corpusHosts } from './corpus-hosts.ts';
import { openClient } from './real-servers.ts';

/** VS Code sends no request with more, and most model APIs take none. */
const WALL = 128;

describe('four hundred tools before the wall of 128', () => {
  it('are all within reach of what is exposed, which stays far below it', async () => {
    const { client } = openClient(await corpusHosts(400));
    const loader = new ProgressiveMCPLoader(client);
    const { mode, tools } = await loader.expose();
    expect([mode, tools.length]).toEqual(['meta', 3]);
    const last = (await client.listTools()).tools.at(-1)?.wireName ?? '';
    expect(await loader.call('call_tool', { name: last, arguments: {} })).toMatchObject({ isError: false });
  });

  it('are less than it in the bridge, which a client may not choose from', async () => {
    const { client } = openClient(await corpusHosts(400));
    const bridge = createBridge({ source: client, loader: new ProgressiveMCPLoader(client), expose: 'automatic' });
    const { items, nextCursor } = await bridge.listTools(undefined, {});
    expect(items.length).toBeLessThanOrEqual(WALL);
    expect(nextCursor).toBeUndefined();
  });

  it('are less than it in every selection but the full one, and in a conversation that goes on for long', async () => {
    const { client } = openClient(await corpusHosts(400));
    const rank = () => client.listTools().then(({ tools }) => tools.map(({ id }) => id));
    const profile = { name: 'all', entries: [{ pattern: '*', priority: 'high' as const }] };
    const loader = new ProgressiveMCPLoader(client, { rank, profile });
    for (const strategy of LOADING_STRATEGIES.filter((one) => one !== 'full')) {
      expect((await loader.select('work with files', { strategy })).exposed.length).toBeLessThanOrEqual(WALL);
    }
    const activation = createActivation(loader);
    await activation.add((await client.listTools()).tools.map(({ id }) => id));
    expect(activation.tools).toHaveLength(WALL);
  });
});
