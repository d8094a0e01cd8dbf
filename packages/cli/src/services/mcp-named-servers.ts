import type { CredentialSource } from '@wicketgate/core';
import { Secret } from '@wicketgate/core';
import { addressFlaw, isBeneath, serverIdOf } from '@wicketgate/mcp-client';
import { cleanText } from '../rules/clean-text.ts';
import { credentialFailure } from '../rules/credential-failure.ts';
import { loginByUrl } from '../rules/mcp-sign-in.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';
import type { ChosenServer } from './mcp-servers.ts';

const GATEWAY_ID = 'wicketgate';

/** The options that name a server that is in no file. */
export interface AddressFlags {
  /** One server by its address, instead of those in files. */
  readonly serverUrl?: string;
  /** The gateway's own tools, instead of servers in files. */
  readonly gateway?: true;
  /** Variable that holds the token for `serverUrl`. */
  readonly tokenEnv?: string;
}

/** The servers that the options name: the gateway's own, one address, or both. */
export async function namedServers(context: Context, flags: AddressFlags): Promise<readonly ChosenServer[]> {
  const { url: base } = await context.settings();
  const ofGateway: ChosenServer = {
    id: GATEWAY_ID,
    origin: '--gateway',
    target: `${base.value}/mcp`,
    spec: { transport: 'http', url: `${base.value}/mcp`, credential: gatewayCredential(context) },
  };
  return [
    ...(flags.gateway ? [ofGateway] : []),
    ...(flags.serverUrl === undefined
      ? []
      : [addressed(context, flags.serverUrl, { base: base.value, tokenEnv: flags.tokenEnv })]),
  ];
}

/** Beneath the gateway's own URL the credential of the person goes along, elsewhere only what was given for it. */
function addressed(
  context: Context,
  text: string,
  { base, tokenEnv }: { readonly base: string; readonly tokenEnv: string | undefined },
): ChosenServer {
  const flaw = addressFlaw(text);
  if (flaw !== undefined) throw new CommandFailure('usage', `The address of --server-url does not fit. ${flaw}`);
  const { host, origin, pathname } = new URL(text);
  const own = isBeneath(base, text) ? gatewayCredential(context) : undefined;
  const credential = tokenEnv === undefined ? own : tokenOf(context, tokenEnv);
  const signIn = credential === undefined ? { url: text, command: loginByUrl(text) } : undefined;
  return {
    id: serverIdOf(host) ?? 'server',
    origin: '--server-url',
    target: origin + pathname,
    spec: { transport: 'http', url: text, ...(credential && { credential }) },
    signIn,
  };
}

function tokenOf({ io }: Pick<Context, 'io'>, name: string): CredentialSource {
  const value = io.env[name]?.trim();
  if (!value) throw new CommandFailure('no_key', `The variable ${cleanText(name)} of --token-env is not set.`);
  const secret = new Secret(value);
  return { credential: () => Promise.resolve(secret) };
}

/** Where there is neither a key nor a sign-in, the server's own answer says that it wants one. */
export function gatewayCredential({ keySource }: Pick<Context, 'keySource'>): CredentialSource {
  return {
    credential: async () => {
      try {
        return await keySource.credential();
      } catch (error) {
        if (error instanceof CommandFailure && error.code === 'no_key') return undefined;
        throw credentialFailure(error);
      }
    },
    renew: async (refused) => {
      try {
        return await keySource.renew(refused);
      } catch (error) {
        throw credentialFailure(error);
      }
    },
  };
}
