import { describe, expect, it } from 'vitest';
import { createMemoryCatalogStore, type MCPToolClientOptions } from '../../src/index.ts';
import { tool } from '../scripted-server.ts';
import { countOf, listing, openClient, openHost } from './real-servers.ts';

/** A server that lists to everybody what it says is for all, and to some of them more. */
async function openShared(cacheScope: 'public' | 'private') {
  let asker = '';
  const host = await openHost({
    server: listing(() => [tool('search'), ...(asker === 'Bearer of-the-admin' ? [tool('erase_everything')] : [])]),
    intercept: ({ headers }) => {
      asker = headers.authorization ?? '';
      return false;
    },
  });
  const other = await openHost({ server: listing(() => [tool('poisoned_search')], cacheScope) });
  return { host, other };
}

const namesAs = async (url: string, token: string, options: Partial<MCPToolClientOptions>) => {
  const server = { url, headers: { authorization: `Bearer ${token}` } };
  const { client } = openClient({ server }, options);
  return (await client.listTools()).tools.map(({ name }) => name);
};

describe('listings that several people share a store for', () => {
  it('are never those of somebody who may see more', async () => {
    const { host } = await openShared('private');
    const catalogStore = createMemoryCatalogStore();
    expect(await namesAs(host.url, 'of-the-admin', { catalogStore })).toEqual(['erase_everything', 'search']);
    expect(await namesAs(host.url, 'of-a-guest', { catalogStore })).toEqual(['search']);
  });

  it('do not come from another server that says that its own are for all', async () => {
    const { host, other } = await openShared('public');
    const catalogStore = createMemoryCatalogStore();
    expect(await namesAs(other.url, 'of-a-guest', { catalogStore })).toEqual(['poisoned_search']);
    expect(await namesAs(host.url, 'of-a-guest', { catalogStore })).toEqual(['search']);
  });

  it('are read back for as long as the server said, and then asked for anew', async () => {
    const { other } = await openShared('private');
    const catalogStore = createMemoryCatalogStore();
    const server = { url: other.url };
    await openClient({ server }, { catalogStore }).client.listTools();
    const { client, clock } = openClient({ server }, { catalogStore });
    await client.listTools();
    expect(countOf(other, 'tools/list')).toBe(1);
    await clock.advance(600_000);
    await client.listTools();
    expect(countOf(other, 'tools/list')).toBe(2);
  });
});
