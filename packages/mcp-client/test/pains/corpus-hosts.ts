import type { HttpHost } from '../mcp-servers/http-host.ts';
import { groupBy } from '../../src/rules/group-by.ts';
import { createToolCorpus } from '../corpus/tool-corpus.ts';
import { listing, openHost } from './real-servers.ts';

/** Tools of the kind that companies have, 20 on each of as many servers as that takes. */
export async function corpusHosts(count: number): Promise<Record<string, HttpHost>> {
  const byServer = groupBy(createToolCorpus(count), ({ server }) => server);
  const hosts = [...byServer].map(async ([id, tools]): Promise<[string, HttpHost]> => {
    const listed = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    return [id, await openHost({ server: listing(() => listed) })];
  });
  return Object.fromEntries(await Promise.all(hosts));
}
