import type { ToolClient } from '../ports/tool-client.ts';
import type { ToolClientOptions } from '../adapters/tool-client.ts';
import type { Context } from './context.ts';
import { type ChosenServers, chooseServers, needServers, type ServerFlags } from './mcp-servers.ts';

/** Servers, and a client of them. Nothing is connected before it is needed. */
export interface McpRoom extends ChosenServers {
  readonly client: ToolClient;
}

export interface RoomFlags extends ServerFlags {
  /** What the client does besides. */
  readonly client?: Pick<ToolClientOptions, 'tools' | 'defaultArguments'>;
}

/** Opens the client of the servers in question for as long as the work goes on. */
export async function withToolClient<Result>(
  context: Context,
  flags: RoomFlags,
  work: (room: McpRoom) => Promise<Result>,
): Promise<Result> {
  const chosen = await chooseServers(context, flags);
  await needServers(context, chosen);
  const { openToolClient } = await import('../adapters/tool-client.ts');
  const { client, close } = openToolClient(context.io, {
    ...flags.client,
    servers: chosen.servers,
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
    await close();
  }
}
