import { addressFlaw, serverUrlIn } from '@wicketgate/mcp-client';
import { openServerNetwork } from '../adapters/server-network.ts';
import { isSameAddress } from '../rules/mcp-sign-in.ts';
import type { Context } from './context.ts';
import { readMcpConfig } from './mcp-config.ts';
import { signOutAtServer } from './mcp-logout.ts';
import { readOwnFile } from './mcp-own-file.ts';
import { signInIndex } from './mcp-sign-ins.ts';

/** A server of the own file, as far as its sign-in goes. */
export interface LeavingServer {
  /** Undefined for a program, and where a variable of it is not known. */
  readonly url: string | undefined;
  /** Ids of others that have the same address, and with it the same sign-in. */
  readonly sharedWith: readonly string[];
}

/** Looked up before it is taken out of the file. */
export async function findLeavingServer(context: Context, name: string): Promise<LeavingServer> {
  const { files } = await readMcpConfig(context, {});
  // A file of a project that nobody allowed has no say in what becomes of tokens.
  const all = files.filter(({ withheld }) => !withheld).flatMap(({ servers }) => servers);
  const isLeaving = (server: (typeof all)[number]) => server.file === context.config.mcpFile && server.name === name;
  const leaving = all.find(isLeaving);
  const url = leaving === undefined ? await writtenUrl(context, name) : urlOf(leaving);
  const shares = (server: (typeof all)[number]) => {
    const other = urlOf(server);
    return url !== undefined && other !== undefined && !isLeaving(server) && isSameAddress(url, other);
  };
  return { url, sharedWith: [...new Set(all.filter(shares).map(({ id }) => id))] };
}

function urlOf({
  launch,
}: {
  readonly launch: { readonly transport: string; readonly url?: string };
}): string | undefined {
  return launch.url;
}

/** Of one that is switched off, or waits for an input of the person. */
async function writtenUrl(context: Context, name: string): Promise<string | undefined> {
  // What cannot be read is told when it is to be changed.
  const url = serverUrlIn(await readOwnFile(context).catch(() => ''), name);
  return url === undefined || url.includes('${') || addressFlaw(url) !== undefined ? undefined : url;
}

/** What became of a sign-in. `none`: there was none. `shared`: another server of this address uses it still. */
export interface LeftSignIn {
  readonly signIn: 'none' | 'ended' | 'shared';
  /** Whether the server that gave it was told. */
  readonly revoked: boolean;
}

/** Ends the sign-in of a server that was taken out, unless another one uses it. */
export async function endSignInOf(context: Context, { url, sharedWith }: LeavingServer): Promise<LeftSignIn> {
  if (url === undefined || (await signInIndex(context).find(url)) === undefined)
    return { signIn: 'none', revoked: false };
  if (sharedWith.length > 0) return { signIn: 'shared', revoked: false };
  const network = openServerNetwork(context.io, [url]);
  try {
    const { wasSignedIn, revoked } = await signOutAtServer(context, url, network.fetch);
    return { signIn: wasSignedIn ? 'ended' : 'none', revoked };
  } finally {
    await network.close();
  }
}
