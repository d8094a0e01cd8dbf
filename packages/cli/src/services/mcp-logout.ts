import type { ServerFetch } from '@wicketgate/mcp-client';
import type { Context } from './context.ts';
import { silentProvider, signInIndex } from './mcp-sign-ins.ts';
import { openTokenRoom } from './token-room.ts';

/**
 * Ends the sign-in at an MCP server: here in any case, and at its authorization server where that can be told (RFC 7009). Answers
 * whether anybody was signed in. Where the store cannot be opened the sign-in stays known.
 */
export async function signOutAtServer(context: Context, url: string, fetch: ServerFetch): Promise<boolean> {
  const index = signInIndex(context);
  const place = await index.find(url);
  if (place === undefined) return false;
  const room = openTokenRoom(context, place.store);
  try {
    const provider = await silentProvider(context, { url, room, fetch });
    const { signal } = context.io;
    const wasSignedIn = await provider.signOut({ signal });
    await index.put(url, undefined);
    return wasSignedIn;
  } finally {
    await room.close();
  }
}
