import { resolve } from 'node:path';
import type { ServerConfigFile } from '@wicketgate/mcp-client/node';
import { cleanText } from '../rules/clean-text.ts';
import { lostPathText } from '../rules/path-text.ts';
import { configProblemSentence, configText } from '../rules/views/config-files-view.ts';
import type { Invocation } from '../services/command.ts';
import { needYes } from '../services/consent.ts';
import type { Context } from '../services/context.ts';
import { allowedFiles, readMcpConfig } from '../services/mcp-config.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options {
  readonly yes?: true;
}

/** The file came with a checkout: what it would start is shown whole before it is allowed. */
export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const { terminal } = context;
  const files = await filesInQuestion(context, args[0]);
  const waiting = files.filter(({ withheld }) => withheld);
  if (waiting.length > 0) {
    const text = configText({ files: waiting, servers: [], shadowed: [], problems: [] }, terminal.errorStyle);
    const problems = waiting.flatMap((file) => file.problems).map(configProblemSentence);
    await terminal.warn([text, ...problems, ''].join('\n'));
    await needYes(context, {
      yes: options.yes === true,
      question: 'Allow it?',
      reason:
        'Its programs would run with your rights, and its addresses get what it names of your environment: that needs a yes.',
      declined: 'Nothing was allowed.',
    });
    for (const file of waiting) await allowedFiles(context).allow(file);
  }
  await terminal.answer({ files: files.map(({ file, digest }) => ({ file, digest, allowed: true })) }, () =>
    files
      .map(({ file }) => `${cleanText(file)} is allowed as it stands. Any change of it needs this again.`)
      .join('\n'),
  );
  return EXIT.done;
}

async function filesInQuestion(context: Context, named: string | undefined): Promise<readonly ServerConfigFile[]> {
  const { files } = await readMcpConfig(context, {});
  const ofProject = files.filter(({ scope, digest }) => scope === 'project' && digest !== '');
  const path = named === undefined ? undefined : resolve(context.io.folder ?? '.', named);
  const chosen = ofProject.filter(({ file }) => path === undefined || file === path);
  if (chosen.length > 0) return chosen;
  const hint = 'A project has them in .vscode/mcp.json, .mcp.json or .cursor/mcp.json. Others are named with --file.';
  const message =
    named === undefined
      ? 'This folder has no file of servers.'
      : `${lostPathText(named)} is no file of servers of this folder.`;
  throw new CommandFailure('no_project', message, { hint });
}
