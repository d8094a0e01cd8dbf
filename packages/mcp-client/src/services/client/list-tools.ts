import { flawNotice } from '../../rules/catalog/flaw-notice.ts';
import { McpError } from '../../words/errors.ts';
import type { ListToolsOptions, ServerProblem, ToolsAnswer } from '../../words/tool-client.ts';
import type { CatalogTool } from '../../words/tool.ts';
import { asMcpError } from './error-of-tool.ts';
import type { ServerEntry } from './server-entry.ts';

/** The tools of servers, each asked as it must be, side by side. What fails is answered by name. */
export async function listServerTools(
  entries: readonly ServerEntry[],
  { from = 'fresh', signal }: Pick<ListToolsOptions, 'from' | 'signal'>,
): Promise<ToolsAnswer> {
  await Promise.allSettled(entries.map(({ catalog }) => catalog.ensure(from, signal)));
  signal?.throwIfAborted();
  return {
    tools: entries.flatMap(({ catalog }) => catalog.snapshot?.tools ?? []),
    problems: entries.flatMap(problemsOf),
  };
}

/** The tools of one server. Throws what is wrong with it where nothing is known of its tools. */
export async function listOneServer(
  entry: ServerEntry,
  options: Pick<ListToolsOptions, 'from' | 'signal'>,
): Promise<readonly CatalogTool[]> {
  const { tools, problems } = await listServerTools([entry], options);
  if (entry.catalog.snapshot === undefined && problems[0] !== undefined) throw problems[0].error;
  return tools;
}

function problemsOf({ id, catalog }: ServerEntry): readonly ServerProblem[] {
  const { failure, snapshot } = catalog;
  const flaws = snapshot?.flaws ?? [];
  return [
    ...(failure === undefined ? [] : [{ server: id, error: asMcpError(failure, undefined) }]),
    ...(flaws.length === 0
      ? []
      : [{ server: id, error: new McpError('bad_answer', flawNotice(flaws), { server: id }) }]),
  ];
}
