import { parseToolId } from '@wicketgate/contract';
import { ownName } from '../../rules/catalog/catalog-changes.ts';
import { McpError } from '../../words/errors.ts';
import type { ServerEntry } from './server-entry.ts';
import type { ServerList } from './server-list.ts';

/** Approves tools by their ids, or everything that is pending, as it is known now. A server that was not listed yet is, first. */
export async function approveTools(servers: ServerList, tools: readonly string[] | 'all'): Promise<void> {
  const wanted = tools === 'all' ? pendingOf(servers) : namesByServer(servers, tools);
  for (const [entry, names] of wanted) {
    if (names.length === 0) continue;
    if (entry.catalog.snapshot === undefined) await entry.catalog.ensure('fresh');
    const known = entry.catalog.snapshot?.known;
    const pending = new Set(entry.catalog.pending().map(({ tool }) => ownName(tool)));
    const strange = names.find((name) => !pending.has(name) && known?.has(name) !== true);
    if (strange !== undefined) {
      const tool = `${entry.id}/${strange}`;
      throw new McpError('unknown_tool', `No tool is called ${JSON.stringify(tool)}.`, { tool, server: entry.id });
    }
    await entry.catalog.approve(names);
  }
}

function pendingOf(servers: ServerList): ReadonlyMap<ServerEntry, readonly string[]> {
  const entries = servers.select(undefined);
  return new Map(entries.map((entry) => [entry, entry.catalog.pending().map(({ tool }) => ownName(tool))]));
}

function namesByServer(servers: ServerList, tools: readonly string[]): ReadonlyMap<ServerEntry, readonly string[]> {
  const names = new Map<ServerEntry, string[]>();
  for (const id of tools) {
    const { server, tool } = parseToolId(id) ?? { server: id, tool: '' };
    const entry = servers.get(server);
    names.set(entry, [...(names.get(entry) ?? []), tool]);
  }
  return names;
}
