import type { ServerReport } from '@wicketgate/mcp-client';
import { configProblemDocument } from '../rules/views/config-files-view.ts';
import { type ListedServer, reportSentence, serverDocument, serverTable } from '../rules/views/server-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { withToolClient } from '../services/mcp-room.ts';
import type { ChosenServer, ServerFlags } from '../services/mcp-servers.ts';
import { signInIndex } from '../services/mcp-sign-ins.ts';
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
    const reports = new Map(client.listServers().map((report) => [report.id, report]));
    const listed: ListedServer[] = [];
    for (const server of servers) {
      const report = reports.get(server.id);
      if (report !== undefined) listed.push({ ...server, report, signedIn: await isSignedIn(context, server, report) });
    }
    const document = { servers: listed.map(serverDocument), problems: problems.map(configProblemDocument) };
    await terminal.answer(document, () => serverTable(listed, terminal.style));
    for (const { report } of listed) {
      const sentence = reportSentence(report);
      if (sentence !== undefined) await terminal.warn(terminal.errorStyle.warn(sentence));
    }
    return EXIT.done;
  });
}

/** A server that has just refused the sign-in that is kept knows better. */
async function isSignedIn(
  context: Context,
  { signIn }: ChosenServer,
  { problem }: ServerReport,
): Promise<boolean | undefined> {
  if (signIn === undefined) return undefined;
  return problem?.code !== 'unauthorized' && (await signInIndex(context).find(signIn.url)) !== undefined;
}
