import type { ToolChange } from '@wicketgate/mcp-client';
import { cleanText } from '../rules/clean-text.ts';
import { configProblemDocument } from '../rules/views/config-files-view.ts';
import { changeText, problemDocument, problemSentence } from '../rules/views/tool-view.ts';
import type { Invocation } from '../services/command.ts';
import { needYes } from '../services/consent.ts';
import type { Context } from '../services/context.ts';
import { withToolClient } from '../services/mcp-room.ts';
import type { ServerFlags } from '../services/mcp-servers.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options extends ServerFlags {
  readonly yes?: true;
}

/** Every difference is shown whole before it is approved: a description that changed may tell a model something else. */
export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  return withToolClient(context, options, async ({ client, problems: ofFiles }) => {
    const { io, terminal } = context;
    const { problems } = await client.listTools({ signal: io.signal, from: 'always' });
    for (const problem of problems) await terminal.warn(terminal.errorStyle.warn(problemSentence(problem)));
    const changes = chosen(await client.pendingChanges(), args);
    if (changes.length > 0) {
      await terminal.warn(`${changeText(changes, terminal.errorStyle)}\n`);
      await needYes(context, {
        yes: options.yes === true,
        question: 'Approve this?',
        reason: 'What a tool says of itself is read by models as if you had written it: approving it needs a yes.',
        declined: 'Nothing was approved.',
      });
      await client.approve(changes);
    }
    const document = {
      approved: changes.map(({ tool, kind, from, difference }) => ({ tool, kind, from: from ?? null, difference })),
      problems: [...ofFiles.map(configProblemDocument), ...problems.map(problemDocument)],
    };
    await terminal.answer(document, () =>
      changes.length === 0
        ? 'No tool differs from what was approved.'
        : `Approved: ${changes.map(({ tool }) => cleanText(tool)).join(', ')}.`,
    );
    return EXIT.done;
  });
}

function chosen(changes: readonly ToolChange[], names: readonly string[]): readonly ToolChange[] {
  if (names.length === 0) return changes;
  const missing = names.find((name) => !changes.some(({ tool }) => tool === name));
  if (missing === undefined) return changes.filter(({ tool }) => names.includes(tool));
  const hint = '`wicketgate tools approve` without a name shows all that differ.';
  throw new CommandFailure('usage', `The tool ${cleanText(missing)} does not differ from what was approved.`, { hint });
}
