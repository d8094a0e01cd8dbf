import { configProblemDocument } from '../rules/views/config-files-view.ts';
import { type Detail, problemDocument, problemSentence, toolDocument, toolTable } from '../rules/views/tool-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { withToolClient } from '../services/mcp-room.ts';
import type { ServerFlags } from '../services/mcp-servers.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options extends ServerFlags {
  readonly detail?: Detail;
  readonly limit?: number;
  readonly refresh?: true;
}

/** A server that cannot be asked costs its own tools alone: what the others have is an answer. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  return withToolClient(context, options, async ({ client, problems: ofFiles }) => {
    const { io, terminal } = context;
    const { detail = 'summary', limit, refresh } = options;
    await terminal.progress('Asking the servers…');
    const { tools, problems } = await client.listTools({ signal: io.signal, from: refresh ? 'always' : 'fresh' });
    const shown = tools.slice(0, limit);
    const document = {
      tools: shown.map((tool) => toolDocument(tool, detail)),
      total: tools.length,
      problems: [...ofFiles.map(configProblemDocument), ...problems.map(problemDocument)],
    };
    await terminal.verbatim(document, () => toolTable(shown, { detail, style: terminal.style }));
    for (const problem of problems) await terminal.warn(terminal.errorStyle.warn(problemSentence(problem)));
    if (shown.length < tools.length) await terminal.note(`${shown.length} of ${tools.length} tools.`);
    const held = tools.filter(({ state }) => state === 'held').length;
    if (held > 0) await terminal.warn(`${held} held: \`wicketgate tools approve\` shows what has changed.`);
    const [problem] = problems;
    if (problem !== undefined && tools.length === 0) throw problem.error;
    return EXIT.done;
  });
}
