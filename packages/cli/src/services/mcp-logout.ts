import type { ServerFetch } from '@wicketgate/mcp-client';
import type { OAuthSignOut } from '@wicketgate/mcp-client/auth';
import type { Context } from './context.ts';
import { silentProvider, signInIndex } from './mcp-sign-ins.ts';
import { openTokenRoom } from './token-room.ts';

/**
 * Ends the sign-in at an MCP server: here in any case, and at its authorization server where that can be told (RFC 7009). Where
 * the store cannot be opened the sign-in stays known.
 */
export async function signOutAtServer(context: Context, url: string, fetch: ServerFetch): Promise<OAuthSignOut> {
  const index = signInIndex(context);
  const place = await index.find(url);
  if (place === undefined) return { wasSignedIn: false, revoked: false };
  const room = openTokenRoom(context, place.store);
  try {
    const provider = await silentProvider(context, { url, room, fetch });
    const { signal } = context.io;
    const ended = await provider.signOut({ signal });
    await index.put(url, undefined);
    return ended;
  } finally {
    await room.close();
  }
}

/** Says so where nobody but this machine knows that a sign-in is over. */
export async function tellUnrevoked({ terminal }: Pick<Context, 'terminal'>, ended: OAuthSignOut): Promise<void> {
  if (!ended.wasSignedIn || ended.revoked) return;
  const sentence =
    'The tokens are gone from this machine, but the server that gave them was not told: it takes them until they end.';
  await terminal.warn(terminal.errorStyle.warn(sentence));
}
