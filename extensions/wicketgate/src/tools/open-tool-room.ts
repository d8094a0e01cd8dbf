import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MCPToolClient, type MCPToolClientOptions, type ServerFetch, type ServerSpec } from '@wicketgate/mcp-client';
import { ProgressiveMCPLoader } from '@wicketgate/mcp-client/loader';
import { openFileCatalogStore, openFileNegotiationStore, openFilePinStore } from '@wicketgate/mcp-client/node';
import type { ConfiguredServer } from '../server-setting.ts';
import type { ToolFind, ToolRoom, ToolRoomOptions } from '../tool-room.ts';
import { switchedSource } from './switched-source.ts';
import { serverLooks, toolLook } from './tool-looks.ts';

/** Makes a client of the servers. Nobody is asked before the first question. */
export function openToolRoom(options: ToolRoomOptions): ToolRoom {
  // Whoever no longer wants catalogs kept does not want the old ones either.
  if (!options.keepsCatalog)
    void rm(catalogOf(options), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  const client = new MCPToolClient(clientOptions(options));
  const loader = new ProgressiveMCPLoader(switchedSource(client, options.isOff));
  const asking = new Set<string>();
  const stop = client.on(({ kind }) => {
    if (kind === 'server' || kind === 'tools_changed') options.onChange();
  });

  const ask = async (id: string, from: 'fresh' | 'always') => {
    asking.add(id);
    try {
      await client.getToolsByServer(id, { from });
    } catch {
      // How it stands with the server says why.
    } finally {
      asking.delete(id);
      options.onChange();
    }
  };
  const looks = async () => {
    const { tools, problems } = await client.listTools({ from: 'cached' });
    return serverLooks({
      ...{ tools, problems, asking },
      reports: client.listServers(),
      changes: client.pendingChanges(),
    });
  };
  return {
    servers: looks,
    counts: () =>
      new Map(client.listServers().flatMap(({ id, toolCount }) => (toolCount === undefined ? [] : [[id, toolCount]]))),
    refresh: async (how) => {
      await Promise.all(client.listServers().map(({ id }) => ask(id, how)));
    },
    search: async (request, limit) => {
      const { hits } = await client.searchTools(request, { limit, from: 'cached' });
      const found = hits.map(({ tool, reasons }) => ({ tool: toolLook(tool, undefined), reasons }));
      return withNamed(found, { request, limit, tools: (await looks()).flatMap(({ tools }) => tools) });
    },
    find: async (name) => {
      const { tools } = await client.listTools({ from: 'cached' });
      const tool =
        tools.find(({ id, wireName }) => id === name || wireName === name) ??
        onlyOne(tools, (each) => each.name === name);
      return tool === undefined ? undefined : toolLook(tool, undefined);
    },
    call: (metaTool, args, signal) => loader.call(metaTool, args, { signal }),
    approve: (shown) => client.approve([shown]),
    setServers: (servers) => client.setServers(specsOf(servers, options)),
    close: async () => {
      stop();
      await client.close();
    },
  };
}

function catalogOf({ folder }: ToolRoomOptions): string {
  return join(folder, 'catalog');
}

function clientOptions(options: ToolRoomOptions): MCPToolClientOptions {
  const { folder, keepsCatalog, version, servers } = options;
  const kept = { folder: catalogOf(options) };
  return {
    servers: specsOf(servers, options),
    clientInfo: { name: 'wicketgate-vscode', title: 'Wicketgate for VS Code', version },
    pinning: 'hold-changed',
    pinStore: openFilePinStore({ folder: join(folder, 'approved') }),
    fetch: straightFetch(options.fetch),
    ...(keepsCatalog && {
      catalogStore: openFileCatalogStore(kept),
      negotiationStore: openFileNegotiationStore(kept),
    }),
  };
}

/** A redirect could lead the credential off its path: whoever shows one follows none. */
function straightFetch(fetch: ServerFetch): ServerFetch {
  return (url, init) => {
    const speaks = new Headers(init?.headers).has('authorization');
    return fetch(url, speaks ? { ...init, redirect: 'error' } : init);
  };
}

function specsOf(servers: readonly ConfiguredServer[], options: ToolRoomOptions): Readonly<Record<string, ServerSpec>> {
  const { credential: source, holder } = options;
  const credential = {
    credential: (signal?: AbortSignal) => source.credential(signal),
    ...(source.renew && { renew: source.renew.bind(source) }),
    subject: () => Promise.resolve(holder),
  };
  return Object.fromEntries(
    servers.map(({ id, url, headers, isOfGateway }) => [id, { url, headers, ...(isOfGateway && { credential }) }]),
  );
}

interface Typed {
  readonly request: string;
  readonly limit: number;
  readonly tools: readonly ToolFind['tool'][];
}

/** What is typed may be the half of a name, which answers no request yet. */
function withNamed(found: readonly ToolFind[], { request, limit, tools }: Typed): readonly ToolFind[] {
  const text = request.trim().toLowerCase();
  if (text === '') return tools.slice(0, limit).map((tool) => ({ tool, reasons: [] }));
  const known = new Set(found.map(({ tool }) => tool.id));
  const named = tools.filter(({ id }) => id.toLowerCase().includes(text) && !known.has(id));
  return [...found, ...named.map((tool) => ({ tool, reasons: [] }))].slice(0, limit);
}

function onlyOne<Value>(values: readonly Value[], holds: (value: Value) => boolean): Value | undefined {
  const [first, second] = values.filter(holds);
  return second === undefined ? first : undefined;
}
