import { parseToolId } from '@wicketgate/contract';
import { ownName } from '../../rules/catalog/catalog-changes.ts';
import type { ShownTool } from '../../words/client-results.ts';
import { McpError } from '../../words/errors.ts';
import type { WantedApproval } from '../catalog/tool-approvals.ts';
import type { ServerEntry } from './server-entry.ts';
import type { ServerList } from './server-list.ts';

type WantedByServer = ReadonlyMap<ServerEntry, readonly WantedApproval[]>;

/** Approves tools as they are known or were shown, or everything that is pending. A server that was not listed yet is, first. */
export async function approveTools(servers: ServerList, tools: readonly (string | ShownTool)[] | 'all'): Promise<void> {
  for (const [entry, wanted] of wantedByServer(servers, tools === 'all' ? pendingOf(servers) : tools)) {
    if (entry.catalog.snapshot === undefined) await entry.catalog.ensure('fresh');
    const known = entry.catalog.snapshot?.known;
    const pending = new Set(entry.catalog.pending().map(({ tool }) => ownName(tool)));
    const strange = wanted.find(({ name }) => !pending.has(name) && known?.has(name) !== true);
    if (strange !== undefined) {
      const tool = `${entry.id}/${strange.name}`;
      throw new McpError('unknown_tool', `No tool is called ${JSON.stringify(tool)}.`, { tool, server: entry.id });
    }
    await entry.catalog.approve(wanted);
  }
}

function pendingOf(servers: ServerList): readonly ShownTool[] {
  return servers.select(undefined).flatMap(({ catalog }) => catalog.pending());
}

function wantedByServer(servers: ServerList, tools: readonly (string | ShownTool)[]): WantedByServer {
  const wanted = new Map<ServerEntry, WantedApproval[]>();
  for (const each of tools) {
    const id = typeof each === 'string' ? each : each.tool;
    const { server, tool: name } = parseToolId(id) ?? { server: id, tool: '' };
    const entry = servers.get(server);
    const shown = typeof each === 'string' ? undefined : { hash: each.hash };
    wanted.set(entry, [...(wanted.get(entry) ?? []), { name, shown }]);
  }
  return wanted;
}
