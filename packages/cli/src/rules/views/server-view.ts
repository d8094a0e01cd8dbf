import type { ServerReport } from '@wicketgate/mcp-client';
import { cleanText } from '../clean-text.ts';
import type { Style } from './style.ts';
import { tableText } from './table.ts';
import { aboutServer } from './tool-view.ts';

/** A server and where it came from. */
export interface ListedServer {
  readonly report: ServerReport;
  /** A file and its line, or the option that named it. */
  readonly origin: string;
  /** A program and its arguments, or an address: without what may be secret. */
  readonly target: string;
  /** Whether somebody is signed in there; undefined where it takes no sign-in of its own. */
  readonly signedIn?: boolean | undefined;
}

/** Servers as a table, and under it what is wrong with each. */
export function serverTable(servers: readonly ListedServer[], style: Style): string {
  const rows = servers.map(({ report, origin, target, signedIn }) => [
    cleanText(report.id),
    stateText(report, style) + (signedIn === true ? ', signed in' : ''),
    report.negotiated?.protocolVersion ?? '',
    report.toolCount === undefined ? '' : String(report.toolCount),
    cleanText(target),
    style.faint(cleanText(origin)),
  ]);
  return tableText(['SERVER', 'STATE', 'PROTOCOL', 'TOOLS', 'TARGET', 'FROM'], rows, style);
}

function stateText({ state, catalog }: ServerReport, style: Style): string {
  const old = catalog === 'stale' ? ', tools from before' : '';
  if (state === 'ready') return style.good(`ready${old}`);
  return state === 'failed' || state === 'cooling' ? style.bad(`${state}${old}`) : `${state}${old}`;
}

/** What is wrong with a server, as a sentence; undefined when nothing is. */
export function reportSentence({ id, problem }: ServerReport): string | undefined {
  return problem === undefined ? undefined : `${aboutServer(id, problem.message)} (${problem.code})`;
}

/** A server as JSON: nothing of it is secret. */
export function serverDocument({ report, origin, target, signedIn }: ListedServer): object {
  const { id, state, transport, negotiated, toolCount, catalog, problem, retryAt } = report;
  return {
    id,
    state,
    transport,
    target,
    origin,
    protocolVersion: negotiated?.protocolVersion ?? null,
    serverName: negotiated?.serverInfo.name ?? null,
    serverVersion: negotiated?.serverInfo.version ?? null,
    toolCount: toolCount ?? null,
    catalog,
    signedIn: signedIn ?? null,
    problem: problem === undefined ? null : { code: problem.code, message: problem.message },
    ...(retryAt !== undefined && { retryAt }),
  };
}
