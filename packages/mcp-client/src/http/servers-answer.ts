import { cleanLine, firstSentence } from '../rules/exposure/clean-text.ts';
import { groupBy } from '../rules/group-by.ts';
import { QueryReader } from '../rules/rest/query-reader.ts';
import { restCodeOf } from '../rules/rest/rest-problem.ts';
import type { JsonObject } from '../words/tool.ts';
import type { Asked } from './asked.ts';

/**
 * `GET /tools/servers`: how it stands with each server, without its address. To a policy the servers are told of which it allows a
 * tool.
 */
export async function answerServers({ settings, visible, access, request, query }: Asked): Promise<JsonObject> {
  new QueryReader(query, []);
  const { client, listWithinMs: withinMs } = settings;
  const { tools, underWay = [] } = await client.listTools({ withinMs, signal: request.signal });
  const byServer = groupBy(visible.of(tools, access), ({ tool }) => tool.server);
  const reports = client.listServers().filter(({ id }) => access.isWhole || byServer.has(id));
  const servers = reports.map(({ id, state, catalog, problem }) => {
    const own = byServer.get(id) ?? [];
    const description = firstSentence(cleanLine(own[0]?.tool.serverDescription ?? ''));
    return {
      id,
      ...(description !== '' && { description }),
      state,
      catalog,
      tool_count: own.length,
      ...(problem && { problem: restCodeOf(problem.code) }),
    };
  });
  const told = new Set(reports.map(({ id }) => id));
  return { servers, under_way: underWay.filter((server) => told.has(server)) };
}
