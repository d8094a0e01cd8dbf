import type { Access, VisibleTools } from '../rules/rest/visible-tools.ts';
import type { ServerProblem } from '../words/tool-client.ts';
import type { CatalogTool } from '../words/tool.ts';
import type { HandlerSettings } from './handler-settings.ts';

/** A request that may be answered, with all that its answer is made of. */
export interface Asked {
  readonly settings: HandlerSettings;
  readonly visible: VisibleTools;
  readonly access: Access;
  readonly request: Request;
  readonly query: URLSearchParams;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
}

/** What is told of servers besides their tools: whoever may use nothing of a server need not know of it. */
export interface ServerNews {
  readonly problems: readonly ServerProblem[];
  readonly underWay: readonly string[];
}

export function newsFor(
  { access }: Asked,
  tools: readonly CatalogTool[],
  { problems, underWay = [] }: Pick<ServerNews, 'problems'> & { readonly underWay?: readonly string[] | undefined },
): ServerNews {
  if (access.isWhole) return { problems, underWay };
  const theirs = new Set(tools.filter((tool) => access.mayUse(tool)).map(({ server }) => server));
  return {
    problems: problems.filter(({ server }) => theirs.has(server)),
    underWay: underWay.filter((server) => theirs.has(server)),
  };
}
