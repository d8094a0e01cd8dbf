import { openServerNetwork } from '../adapters/server-network.ts';
import { cleanText } from '../rules/clean-text.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { signOutAtServer, tellUnrevoked } from '../services/mcp-logout.ts';
import { serverToSignIn, type SignInServerFlags } from '../services/mcp-sign-in-server.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

export async function run(context: Context, { args, options }: Invocation<SignInServerFlags>): Promise<ExitCode> {
  const { id, url } = await serverToSignIn(context, options, args[0]);
  const network = openServerNetwork(context.io, [url]);
  try {
    const ended = await signOutAtServer(context, url, network.fetch);
    await context.terminal.answer({ server: id, ...ended }, () =>
      ended.wasSignedIn ? `Signed out at ${cleanText(id)}.` : `Nobody was signed in at ${cleanText(id)}.`,
    );
    await tellUnrevoked(context, ended);
    return EXIT.done;
  } finally {
    await network.close();
  }
}
