import { toolDocument, toolText } from '../rules/views/tool-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { withToolClient } from '../services/mcp-room.ts';
import type { ServerFlags } from '../services/mcp-servers.ts';
import { findTool } from '../services/tool-finding.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

export async function run(context: Context, { args, options }: Invocation<ServerFlags>): Promise<ExitCode> {
  return withToolClient(context, options, async (room) => {
    const { terminal } = context;
    const tool = await findTool(context, room, args[0] ?? '');
    await terminal.verbatim(toolDocument(tool, 'full'), () => toolText(tool, terminal.style));
    return EXIT.done;
  });
}
