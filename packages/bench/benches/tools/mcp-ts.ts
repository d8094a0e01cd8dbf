import { type IndexedTool, ToolIndex } from '@mcp-ts/sdk/shared';
import type { SearchableTool } from '@wicketgate/mcp-client/loader';
import { joinedInTurns, searchesOf } from '../../src/joined-search.ts';
import type { BuiltIndex, Finder } from './finders.ts';

/** `ToolIndex` of @mcp-ts/sdk as it comes, without an embedding function: BM25 with boosts for names. */
export const mcpTs: Finder = { name: '@mcp-ts/sdk', build };

async function build(tools: readonly SearchableTool[]): Promise<BuiltIndex> {
  const index = new ToolIndex();
  const indexed = tools.map(asIndexed);
  await index.buildIndex(indexed);
  return {
    search: async (request, limit) => {
      const find = async (each: string) => (await index.search(each, limit)).map(({ sessionId }) => sessionId);
      return joinedInTurns(await Promise.all(searchesOf(request).map(find))).slice(0, limit);
    },
    // It has no way to add one.
    add: (tool) => {
      indexed.push(asIndexed(tool));
      return index.buildIndex(indexed);
    },
  };
}

/** A search answers names, which two servers may share; the session is where an id of ours fits. */
function asIndexed({ id, server, name, description, inputSchema }: SearchableTool): IndexedTool {
  const tool = { name, description, inputSchema, sessionId: id, serverId: server, serverName: server };
  return tool as unknown as IndexedTool;
}
