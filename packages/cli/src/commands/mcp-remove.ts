import { cleanText } from '../rules/clean-text.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { changeOwnServers } from '../services/mcp-own-file.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

export async function run(context: Context, { args }: Invocation): Promise<ExitCode> {
  const [id = ''] = args;
  const { terminal, config } = context;
  if (!(await changeOwnServers(context, id, undefined))) {
    const hint = '`wicketgate mcp config` shows which file has it. Only servers of your own file are taken out.';
    throw new CommandFailure('no_server', `There is no server ${cleanText(id)} in ${config.mcpFile}.`, { hint });
  }
  await terminal.answer(
    { id, file: config.mcpFile, removed: true },
    () => `${cleanText(id)} is no longer in ${cleanText(config.mcpFile)}.`,
  );
  return EXIT.done;
}
