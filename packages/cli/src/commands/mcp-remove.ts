import { cleanText } from '../rules/clean-text.ts';
import { logoutByUrl } from '../rules/mcp-sign-in.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { tellUnrevoked } from '../services/mcp-logout.ts';
import { changeOwnServers } from '../services/mcp-own-file.ts';
import { endSignInOf, findLeavingServer, type LeavingServer, type LeftSignIn } from '../services/mcp-removal.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Told {
  /** `left`: it could not be ended. */
  readonly signIn: LeftSignIn['signIn'] | 'left';
  readonly revoked: boolean;
}

/** The file is changed first: a store that does not open, and a network that is down, keep no server in the list. */
export async function run(context: Context, { args }: Invocation): Promise<ExitCode> {
  const [id = ''] = args;
  const { terminal, config } = context;
  const leaving = await findLeavingServer(context, id);
  if (!(await changeOwnServers(context, id, undefined))) {
    const hint = '`wicketgate mcp config` shows which file has it. Only servers of your own file are taken out.';
    throw new CommandFailure('no_server', `There is no server ${cleanText(id)} in ${config.mcpFile}.`, { hint });
  }
  const tell = ({ signIn, revoked }: Told) =>
    terminal.answer({ id, file: config.mcpFile, removed: true, signIn, revoked }, () =>
      [`${cleanText(id)} is no longer in ${cleanText(config.mcpFile)}.`, ...signInLine(id, leaving, signIn)].join('\n'),
    );
  const ended = await endSignInOf(context, leaving).catch(async (error: unknown) => {
    await tell({ signIn: 'left', revoked: false });
    await tellLeft(context, leaving);
    throw error;
  });
  await tell(ended);
  await tellUnrevoked(context, { wasSignedIn: ended.signIn === 'ended', revoked: ended.revoked });
  return EXIT.done;
}

function signInLine(id: string, { sharedWith }: LeavingServer, signIn: Told['signIn']): readonly string[] {
  switch (signIn) {
    case 'none':
    case 'left':
      return [];
    case 'ended':
      return [`Signed out at ${cleanText(id)}.`];
    case 'shared':
      return [`The sign-in stays: ${sharedWith.map(cleanText).join(', ')} has the same address.`];
  }
}

async function tellLeft({ terminal }: Context, { url }: LeavingServer): Promise<void> {
  const advice = url === undefined ? '' : ` When that works again: \`${logoutByUrl(url)}\`.`;
  await terminal.warn(terminal.errorStyle.warn(`Its sign-in may still be there.${advice}`));
}
