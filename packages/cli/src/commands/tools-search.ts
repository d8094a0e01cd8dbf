import { configProblemDocument } from '../rules/views/config-files-view.ts';
import {
  type Detail,
  hitTable,
  problemDocument,
  problemSentence,
  toolDocument,
  toolTable,
} from '../rules/views/tool-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { withToolClient } from '../services/mcp-room.ts';
import type { ServerFlags } from '../services/mcp-servers.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options extends ServerFlags {
  readonly detail?: Detail;
  readonly limit?: number;
}

export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  return withToolClient(context, options, async ({ client, problems: ofFiles }) => {
    const { io, terminal } = context;
    const { detail = 'summary', limit } = options;
    const { signal } = io;
    await terminal.progress('Asking the servers…');
    const { hits, confidence, problems } = await client.searchTools(args.join(' '), {
      signal,
      ...(limit !== undefined && { limit }),
    });
    const document = {
      confidence,
      hits: hits.map(({ tool, score, reasons }) => ({ ...toolDocument(tool, detail), score, reasons })),
      problems: [...ofFiles.map(configProblemDocument), ...problems.map(problemDocument)],
    };
    await terminal.verbatim(document, () => {
      const { style } = terminal;
      if (detail === 'summary') return hitTable(hits, style);
      return toolTable(
        hits.map(({ tool }) => tool),
        { detail, style },
      );
    });
    for (const problem of problems) await terminal.warn(terminal.errorStyle.warn(problemSentence(problem)));
    if (hits.length === 0) await terminal.note('No tool answers this request.');
    else if (confidence === 'low') await terminal.note('These are guesses: hardly a word of the request is theirs.');
    return EXIT.done;
  });
}
