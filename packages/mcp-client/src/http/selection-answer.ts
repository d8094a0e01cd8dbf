import { QueryReader } from '../rules/rest/query-reader.ts';
import { refuseField } from '../rules/rest/rest-problem.ts';
import { toldProblems, toldSavings, toldTool } from '../rules/rest/told-tool.ts';
import { DETAIL_LEVELS } from '../words/selection.ts';
import type { JsonObject } from '../words/tool.ts';
import { type Asked, newsFor } from './asked.ts';
import { LONGEST_REQUEST } from './list-answer.ts';

const PARAMETERS = ['task', 'limit', 'detail', 'server'];

/** `GET /tools/progressive`: what the loader chooses for a task, as if there were only the tools of whoever asks. */
export async function answerSelection(asked: Asked): Promise<JsonObject> {
  const reader = new QueryReader(asked.query, PARAMETERS);
  const task = reader.text('task', LONGEST_REQUEST);
  if (task === undefined) throw refuseField('task', 'must say what the tools are for');
  const limit = reader.wholeNumber('limit', { min: 1, max: 1_000 });
  const detail = reader.oneOf('detail', DETAIL_LEVELS) ?? 'full';
  const servers = reader.list('server', 100);
  const { access, request, settings } = asked;
  const isAllowed = access.isWhole ? undefined : access.mayUse;
  const selection = await settings.loader.select(task, { limit, servers, isAllowed, signal: request.signal });
  const chosen = selection.tools.map(({ tool }) => tool);
  const byId = new Map(asked.visible.of(chosen, access).map((described) => [described.tool.id, described]));
  const tools = selection.tools.flatMap(({ tool: { id }, priority, score, reasons }) => {
    const described = byId.get(id);
    return described === undefined ? [] : [{ ...toldTool(described, detail), priority, score, reasons }];
  });
  const news = newsFor(asked, chosen, selection);
  return {
    strategy: selection.strategy,
    confidence: selection.confidence,
    tools,
    // They speak of every tool of the client.
    ...(access.isWhole && { savings: toldSavings(selection.savings) }),
    problems: toldProblems(news.problems),
    under_way: news.underWay,
  };
}
