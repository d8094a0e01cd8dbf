import { configProblemSentence } from '../rules/views/config-files-view.ts';
import { reportSentence, serverDocument, serverTable } from '../rules/views/server-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { withToolClient } from '../services/mcp-room.ts';
import type { ServerFlags } from '../services/mcp-servers.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options extends ServerFlags {
  readonly offline?: true;
}

/** How it stands with each server. One that does not work is an answer, and not a failure of the command. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  return withToolClient(context, options, async ({ client, servers, problems }) => {
    const { io, terminal } = context;
    await terminal.progress('Asking the servers…');
    await client.listTools({ signal: io.signal, from: options.offline ? 'cached' : 'always' });
    io.signal.throwIfAborted();
    const about = new Map(servers.map((server) => [server.id, server]));
    const listed = client.listServers().flatMap((report) => {
      const server = about.get(report.id);
      return server === undefined ? [] : [{ report, origin: server.origin, target: server.target }];
    });
    const document = {
      servers: listed.map(serverDocument),
      problems: problems.map((problem) => ({
        message: configProblemSentence(problem),
        server: problem.server ?? null,
      })),
    };
    await terminal.answer(document, () => serverTable(listed, terminal.style));
    for (const { report } of listed) {
      const sentence = reportSentence(report);
      if (sentence !== undefined) await terminal.warn(terminal.errorStyle.warn(sentence));
    }
    return EXIT.done;
  });
}
