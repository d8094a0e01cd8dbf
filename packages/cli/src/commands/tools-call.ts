import type { CallProgress, CatalogTool, ToolResult } from '@wicketgate/mcp-client';
import { cleanText } from '../rules/clean-text.ts';
import { argumentFlaws } from '../rules/schema-check.ts';
import { resultDocument, resultText } from '../rules/views/result-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { withToolClient } from '../services/mcp-room.ts';
import type { ServerFlags } from '../services/mcp-servers.ts';
import { type ArgumentFlags, readArguments } from '../services/tool-arguments-given.ts';
import { findTool } from '../services/tool-finding.ts';
import { refuseFiles, writeResultFiles } from '../services/tool-output.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options extends ServerFlags, ArgumentFlags {
  readonly output?: string;
}

/** What does not fit the tool's schema is told before anything is sent. */
export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  if (options.output !== undefined) await refuseFiles(options.output);
  return withToolClient(context, options, async (room) => {
    const { io, terminal } = context;
    const tool = await findTool(context, room, args[0] ?? '');
    const given = await readArguments(context, options, tool.inputSchema);
    refuseMisfits(tool, given);
    await terminal.progress(`${cleanText(tool.id)}…`);
    const result = await room.client.callTool(tool.id, given, {
      signal: io.signal,
      // Nobody waits for it. What stderr does not take must not end a call.
      onProgress: (progress) => void terminal.progress(progressText(tool, progress)).catch(() => undefined),
    });
    await terminal.clearProgress();
    return tell(context, result, options.output);
  });
}

function refuseMisfits(tool: CatalogTool, given: Readonly<Record<string, unknown>>): void {
  const flaws = argumentFlaws(given, tool.inputSchema);
  if (flaws.length === 0) return;
  const hint = `\`wicketgate tools show ${cleanText(tool.id)}\` shows the arguments. Nothing was sent.`;
  throw new CommandFailure('bad_arguments', `The arguments do not fit the tool ${cleanText(tool.id)}.`, {
    hint,
    fields: flaws.map(({ field, message }) => ({ field: field === '' ? 'arguments' : field, message })),
  });
}

async function tell({ terminal }: Context, result: ToolResult, output: string | undefined): Promise<ExitCode> {
  const files = await written(result, output).catch(async (error: unknown) => {
    // The call has had its effect: what it said must not be lost with the file.
    await terminal.verbatim(resultDocument(result, []), () => resultText(result));
    throw error;
  });
  await terminal.verbatim(resultDocument(result, files), () => resultText(result));
  for (const file of files) await terminal.note(`Written: ${cleanText(file)}`);
  if (!result.isError) return EXIT.done;
  await terminal.warn(terminal.errorStyle.bad(`The tool ${cleanText(result.tool)} says that it failed.`));
  return EXIT.failed;
}

async function written(result: ToolResult, output: string | undefined): Promise<readonly string[]> {
  return output === undefined ? [] : writeResultFiles(result, output);
}

function progressText({ id }: CatalogTool, { progress, total, message }: CallProgress): string {
  const share = total === undefined ? String(progress) : `${progress} of ${total}`;
  return `${cleanText(id)}: ${share}${message === undefined ? '' : ` ${cleanText(message)}`}`;
}
