import type { CatalogTool, ServerProblem, ServerReport, ToolChange } from '@wicketgate/mcp-client';
import { cleanLine, cleanText } from '@wicketgate/mcp-client/loader';
import type { HeldLook, ServerLook, ToolLook } from '../tool-room.ts';

export interface Known {
  readonly reports: readonly ServerReport[];
  readonly tools: readonly CatalogTool[];
  readonly problems: readonly ServerProblem[];
  readonly changes: readonly ToolChange[];
  /** Servers that are being asked now. */
  readonly asking: ReadonlySet<string>;
}

/** How everything stands, in the order of the setting. */
export function serverLooks({ reports, tools, problems, changes, asking }: Known): readonly ServerLook[] {
  const changed = new Map(changes.map((change) => [change.tool, change]));
  return reports.map((report) => {
    const { id } = report;
    const problem = problems.find(({ server }) => server === id)?.error ?? report.problem;
    const own = tools.filter(({ server }) => server === id).map((tool) => toolLook(tool, changed.get(tool.id)));
    return { id, state: stateOf(report, asking.has(id)), problem: problem && cleanLine(problem.message), tools: own };
  });
}

export function toolLook(tool: CatalogTool, change: ToolChange | undefined): ToolLook {
  const { id, server, name, title, description = '', annotations, state } = tool;
  return {
    ...{ id, server, name: cleanLine(name), description: cleanText(description).trim() },
    title: title === undefined ? undefined : cleanLine(title),
    effect: effectOf(annotations),
    held: state === 'held' ? heldLook(tool, change) : undefined,
  };
}

function heldLook({ hash }: CatalogTool, change: ToolChange | undefined): HeldLook {
  return { difference: cleanText(change?.difference ?? ''), hash: change?.hash ?? hash };
}

/** What a server leaves unsaid counts as the worst but one: `destroys` is for those who say so (MCP, ToolAnnotations). */
function effectOf(annotations: CatalogTool['annotations']): ToolLook['effect'] {
  if (annotations?.readOnlyHint === true) return 'reads';
  return annotations?.destructiveHint === true ? 'destroys' : 'changes';
}

function stateOf({ state, catalog }: ServerReport, isAsked: boolean): ServerLook['state'] {
  if (isAsked || state === 'connecting') return 'connecting';
  if (state === 'failed' || state === 'cooling') return 'failed';
  return state === 'ready' || catalog !== 'none' ? 'ready' : 'waiting';
}
