import { CLIENT_IDS } from '@wicketgate/contract';
import type { Session } from '@wicketgate/core/auth';
import type { SignInStore } from '../words/sign-in-stores.ts';
import type { Context } from './context.ts';
import { openTokenRoom, type TokenRoom } from './token-room.ts';

/** The sign-in of whoever sits here at one gateway, there or not, and the place where it stays. */
export interface SignIn {
  readonly session: Session;
  readonly room: TokenRoom;
  close(): Promise<void>;
}

/** Opens a sign-in in a store. Nothing is read yet. */
export async function openSignIn(context: Context, kind: SignInStore): Promise<SignIn> {
  // Who has a key does without what speaks OAuth.
  const [{ createSession }, network] = await Promise.all([import('@wicketgate/core/auth'), context.connection()]);
  const room = openTokenRoom(context, kind);
  const session = createSession({
    ...network.signInOptions,
    clientId: CLIENT_IDS.cli,
    store: room.store,
    // A command ends soon: what it does not need is not refreshed for it.
    refresh: 'asked',
  });
  network.proveWith(session.middleware);
  return {
    session,
    room,
    close: async () => {
      // Waits for a refresh under way, which the room is needed for.
      await session.close();
      await room.close();
    },
  };
}
