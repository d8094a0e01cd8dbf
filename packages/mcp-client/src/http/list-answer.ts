import { pageOf } from '../rules/bridge/page.ts';
import { QueryReader } from '../rules/rest/query-reader.ts';
import { refuseField } from '../rules/rest/rest-problem.ts';
import { narrowAnswer } from '../rules/policy/narrow-answer.ts';
import { toldProblems, type ToldTool, toldTool } from '../rules/rest/told-tool.ts';
import type { FoundTool } from '../words/client-results.ts';
import { DETAIL_LEVELS } from '../words/selection.ts';
import type { ListToolsOptions, ToolsAnswer } from '../words/tool-client.ts';
import type { JsonObject } from '../words/tool.ts';
import { type Asked, newsFor } from './asked.ts';

const PARAMETERS = ['cursor', 'limit', 'detail', 'server', 'query'];
const DEFAULT_LIMIT = 100;
const MOST_TOOLS = 1_000;
const MOST_SERVERS = 100;
/** Code units: as much as a search reads. */
export const LONGEST_REQUEST = 8_000;

interface Listed extends ToolsAnswer {
  /** Of a search alone, by id. */
  readonly hits?: ReadonlyMap<string, FoundTool>;
  readonly confidence?: string;
}

/** `GET /tools`: the tools that may be called, or those that answer a request in words, page by page. */
export async function answerList(asked: Asked): Promise<JsonObject> {
  const reader = new QueryReader(asked.query, PARAMETERS);
  const cursor = reader.text('cursor', 512);
  const limit = reader.wholeNumber('limit', { min: 1, max: MOST_TOOLS }) ?? DEFAULT_LIMIT;
  const detail = reader.oneOf('detail', DETAIL_LEVELS) ?? 'summary';
  const servers = reader.list('server', MOST_SERVERS);
  const listed = await listOrSearch(asked, reader.text('query', LONGEST_REQUEST), { servers });
  const items = asked.visible
    .of(listed.tools, asked.access)
    .map((described) => ({ ...toldTool(described, detail), ...foundBy(listed.hits?.get(described.tool.id)) }));
  const news = newsFor(asked, listed.tools, listed);
  return {
    ...pageFrom(items, { cursor, limit }),
    ...(listed.confidence !== undefined && { confidence: listed.confidence }),
    problems: toldProblems(news.problems),
    under_way: news.underWay,
  };
}

async function listOrSearch(
  { settings, request, access }: Asked,
  query: string | undefined,
  { servers }: Pick<ListToolsOptions, 'servers'>,
): Promise<Listed> {
  const { client, listWithinMs: withinMs } = settings;
  const options = { servers, withinMs, signal: request.signal };
  if (query === undefined) return client.listTools(options);
  const found = await client.searchTools(query, { ...options, limit: MOST_TOOLS });
  const answer = access.isWhole ? found : { ...found, ...narrowAnswer(found, ({ tool }) => access.mayUse(tool)) };
  const { hits } = answer;
  const tools = hits.map(({ tool }) => tool);
  return { ...answer, tools, hits: new Map(hits.map((hit) => [hit.tool.id, hit])) };
}

function foundBy(hit: FoundTool | undefined): JsonObject {
  return hit === undefined ? {} : { score: hit.score, reasons: hit.reasons };
}

/** At most `limit` tools, and no more than about 2 MB. The cursor is the name of the last tool before it. */
function pageFrom(
  tools: readonly ToldTool[],
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
): JsonObject {
  const page = pageOf(tools, { keyOf: ({ name }) => name, cursor });
  if (page === undefined) throw refuseField('cursor', 'is not known any more: begin anew without it');
  const { items, nextCursor } = page;
  if (items.length <= limit) return { tools: items, ...(nextCursor !== undefined && { next_cursor: nextCursor }) };
  return { tools: items.slice(0, limit), next_cursor: items[limit - 1]?.name };
}
