import { cleanText } from '../rules/clean-text.ts';
import type { SignInAddress } from '../rules/mcp-sign-in.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';
import type { ConfigFlags } from './mcp-config.ts';
import { type ChosenServer, chooseServers, needServers } from './mcp-servers.ts';

export interface SignInServerFlags extends ConfigFlags {
  readonly serverUrl?: string;
}

/** The server to sign in at, or out of. Throws `usage` for one that takes no sign-in of its own, and where one must be named. */
export async function serverToSignIn(
  context: Context,
  { file, serverUrl }: SignInServerFlags,
  id: string | undefined,
): Promise<{ readonly id: string } & SignInAddress> {
  const chosen = await chooseServers(context, {
    ...(file && { file }),
    ...(serverUrl !== undefined && { serverUrl }),
    ...(id !== undefined && { server: [id] }),
  });
  await needServers(context, chosen);
  const candidates = id === undefined ? chosen.servers.filter(({ signIn }) => signIn) : chosen.servers;
  const [server, ...others] = candidates;
  if (server === undefined || others.length > 0) throw nameOne(candidates);
  if (server.signIn === undefined) throw takesNone(server);
  return { id: server.id, ...server.signIn };
}

function nameOne(candidates: readonly ChosenServer[]): CommandFailure {
  const [message, hint] =
    candidates.length === 0
      ? ['No configured server takes a sign-in of its own.', 'Name one by its address: --server-url URL.']
      : ['Name the server.', `There are: ${candidates.map(({ id }) => id).join(', ')}.`];
  return new CommandFailure('usage', message, { hint });
}

function takesNone({ id, spec }: ChosenServer): CommandFailure {
  const why =
    'url' in spec
      ? 'its entry says what speaks for you there: your key or sign-in at the gateway, or a token'
      : 'it is a program on this machine';
  return new CommandFailure('usage', `The server ${cleanText(id)} takes no sign-in of its own: ${why}.`);
}
