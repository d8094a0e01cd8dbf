import type { SignOutResult } from '@wicketgate/core/auth';
import { SecretsError } from '@wicketgate/secrets';
import { forgetSignInReceipts } from '../adapters/sign-in-receipts.ts';
import { SIGN_IN_STORES } from '../words/sign-in-stores.ts';
import { STORE_NAMES, STORES } from '../words/stores.ts';
import type { Context } from './context.ts';
import { withSecretsRoom } from './secrets-room.ts';
import { KEY_NAME } from './stored-key.ts';

/** Ends the sign-in of this machine: here in any case, and at the gateway when it can be told. */
export async function signOut(context: Context): Promise<SignOutResult> {
  const { signIns, config, io } = context;
  try {
    const signIn = await signIns.remembered();
    return (await signIn?.session.signOut(io.signal)) ?? { wasSignedIn: false, revoked: false };
  } finally {
    await forgetSignInReceipts(config.signInReceipts);
  }
}

/** Forgets the stored key, and what the other stores hold of a sign-in at this gateway. Answers what was there, for people. */
export async function forgetEverything(context: Context): Promise<readonly string[]> {
  const forgotten: string[] = [];
  const remembered = (await context.signIns.remembered())?.room.kind;
  for (const kind of SIGN_IN_STORES.filter((one) => one !== remembered)) {
    const { session, room } = await context.signIns.at(kind);
    const { wasSignedIn } = await session.signOut(context.io.signal).catch(unlessNoStore);
    if (wasSignedIn) forgotten.push(`a sign-in in ${room.place}`);
  }
  const removed = await withSecretsRoom(context, {}, ({ manager }) =>
    manager.delete(KEY_NAME, { from: 'all', signal: context.io.signal }),
  );
  return [
    ...forgotten,
    ...STORES.filter((store) => removed.includes(store)).map((store) => `a key in ${STORE_NAMES[store]}`),
  ];
}

/** A machine without a keyring, or without an encrypted file, has nothing there to forget. */
function unlessNoStore(error: unknown): Pick<SignOutResult, 'wasSignedIn'> {
  const isMissing = SecretsError.isInstance(error) && ['keyring_unavailable', 'no_file'].includes(error.code);
  if (!isMissing) throw error;
  return { wasSignedIn: false };
}
