import { powersTable } from '../rules/views/project-view.ts';
import { cleanText } from '../rules/clean-text.ts';
import type { Invocation } from '../services/command.ts';
import { needYes } from '../services/consent.ts';
import type { Context } from '../services/context.ts';
import { allowedProjects, type Project } from '../services/secrets-project.ts';
import { type RoomFlags, withSecretsRoom } from '../services/secrets-room.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options extends RoomFlags {
  readonly yes?: true;
}

/** The file came with a checkout: what it wants to do is shown whole before it is allowed. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  return withSecretsRoom(context, options, async ({ project }) => {
    if (project === undefined) {
      const hint = 'Run this in the folder of a project that has one.';
      throw new CommandFailure('no_project', 'There is no wicketgate.secrets.json in this folder.', { hint });
    }
    if (!project.allowed) await allow(context, project, options.yes === true);
    const { file, digest, powers } = project;
    await context.terminal.answer({ file, digest, powers, allowed: true }, () => {
      if (powers.length === 0)
        return `${cleanText(file)} starts nothing, sends nothing and has no defaults: it needs no leave.`;
      return `${cleanText(file)} is allowed as it stands. Any change of it needs this again.`;
    });
    return EXIT.done;
  });
}

async function allow(context: Context, project: Project, yes: boolean): Promise<void> {
  const { terminal } = context;
  const { file, powers } = project;
  await terminal.warn(`${cleanText(file)} wants this:\n${powersTable(powers, terminal.errorStyle)}\n`);
  await needYes(context, {
    yes,
    question: 'Allow it?',
    reason:
      'Its programs would run with your rights, its addresses be sent your secrets, and its defaults be given to what ' +
      'you run: that needs a yes.',
    declined: 'Nothing was allowed.',
  });
  await allowedProjects(context).allow(project);
}
