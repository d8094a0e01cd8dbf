import { Secret } from '@wicketgate/core';
import { openServerNetwork } from '../adapters/server-network.ts';
import { cleanText } from '../rules/clean-text.ts';
import { signedInAtText } from '../rules/views/sign-in-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { type ServerLogin, type ServerLoginFlags, signInAtServer } from '../services/mcp-login.ts';
import { serverToSignIn, type SignInServerFlags } from '../services/mcp-sign-in-server.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options extends ServerLoginFlags, SignInServerFlags {
  readonly clientId?: string;
  readonly issuer?: string;
  readonly clientSecretEnv?: string;
}

export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const client = registeredClient(context, options);
  const { id, url } = await serverToSignIn(context, options, args[0]);
  const network = openServerNetwork(context.io, [url]);
  try {
    const login = { id, url, flags: options, client, fetch: network.fetch };
    const { signedIn, room } = await signInAtServer(context, login);
    const { issuer, clientId, scope = '' } = signedIn;
    const scopes = scope.split(' ').filter((part) => part !== '');
    const { terminal } = context;
    await terminal.event({ event: 'signed_in', server: id, issuer, clientId, scopes, store: room.kind }, () =>
      signedInAtText({ server: id, issuer, place: room.place }, terminal.style),
    );
    return EXIT.done;
  } finally {
    await network.close();
  }
}

/** A secret given for one authorization server must never go to another: so its address is asked for. */
function registeredClient({ io }: Context, options: Options): ServerLogin['client'] {
  const { clientId, issuer, clientSecretEnv } = options;
  if (clientId === undefined && issuer === undefined && clientSecretEnv === undefined) return undefined;
  if (clientId === undefined || issuer === undefined) {
    throw new CommandFailure('usage', '--client-id and --issuer go together; --client-secret-env only beside them.');
  }
  const secret = clientSecretEnv === undefined ? undefined : io.env[clientSecretEnv]?.trim();
  if (clientSecretEnv !== undefined && !secret) {
    throw new CommandFailure('no_key', `The variable ${cleanText(clientSecretEnv)} of --client-secret-env is not set.`);
  }
  return { issuer, clientId, ...(secret && { clientSecret: new Secret(secret) }) };
}
