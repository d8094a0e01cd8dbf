import type { ToolClient } from '../ports/tool-client.ts';
import type { ToolClientOptions } from '../adapters/tool-client.ts';
import type { Context } from './context.ts';
import { type ChosenServer, type ChosenServers, chooseServers, needServers, type ServerFlags } from './mcp-servers.ts';
import { createMcpSignIns, type McpSignIns } from './mcp-sign-ins.ts';

/** Servers, and a client of them. Nothing is connected before it is needed. */
export interface McpRoom extends ChosenServers {
  readonly client: ToolClient;
}

export interface RoomFlags extends ServerFlags {
  /** What the client does besides. */
  readonly client?: Pick<ToolClientOptions, 'tools' | 'defaultArguments' | 'results'>;
}

/** Opens the client of the servers in question for as long as the work goes on. */
export async function withToolClient<Result>(
  context: Context,
  flags: RoomFlags,
  work: (room: McpRoom) => Promise<Result>,
): Promise<Result> {
  const chosen = await chooseServers(context, flags);
  await needServers(context, chosen);
  const [{ openToolClient }, { openServerNetwork }] = await Promise.all([
    import('../adapters/tool-client.ts'),
    import('../adapters/server-network.ts'),
  ]);
  const network = openServerNetwork(context.io, urlsOf(chosen.servers));
  const signIns = createMcpSignIns(context, network.fetch);
  const client = openToolClient(context.io, {
    ...flags.client,
    servers: chosen.servers.map((server) => withSignIn(server, signIns)),
    fetch: network.fetch,
    folder: context.config.mcp,
    timeoutMs: context.flags.timeout === undefined ? undefined : context.flags.timeout * 1_000,
    onWarning: (sentence) => {
      // Nobody waits for it. What stderr does not take must not end a call.
      context.terminal.warn(context.terminal.errorStyle.warn(sentence)).catch(() => undefined);
    },
  });
  try {
    return await work({ ...chosen, client });
  } finally {
    await client.close();
    await signIns.close();
    await network.close();
  }
}

function urlsOf(servers: readonly Pick<ChosenServer, 'spec'>[]): readonly string[] {
  return servers.flatMap(({ spec }) => ('url' in spec ? [spec.url] : []));
}

/** A server with what speaks for the person there, if anything does. */
export function withSignIn(
  { id, spec, signIn }: Pick<ChosenServer, 'id' | 'spec' | 'signIn'>,
  signIns: Pick<McpSignIns, 'credentialFor'>,
): Pick<ChosenServer, 'id' | 'spec'> {
  if (signIn === undefined || !('url' in spec)) return { id, spec };
  return { id, spec: { ...spec, credential: signIns.credentialFor(signIn) } };
}
