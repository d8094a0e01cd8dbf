import type { SignOutResult } from '@wicketgate/core/auth';
import { SecretsError } from '@wicketgate/secrets';
import { forgetSignInReceipts } from '../adapters/sign-in-receipts.ts';
import { SIGN_IN_STORES, type SignInStore } from '../words/sign-in-stores.ts';
import { STORE_NAMES, type Store, STORES } from '../words/stores.ts';
import type { Context } from './context.ts';
import { withSecretsRoom } from './secrets-room.ts';
import type { SignIn } from './sign-in.ts';
import { KEY_NAME } from './stored-key.ts';

/** What came of signing out, also where a part of it failed. */
export interface SignOutReport extends SignOutResult {
  /** What was there beside the sign-in and is forgotten now, for people. */
  readonly forgotten: readonly string[];
  /** What may be there still, and why. */
  readonly left: readonly LeftBehind[];
}

export interface LeftBehind {
  /** For people: `the sign-in in the keyring (Memory)`. */
  readonly what: string;
  readonly error: unknown;
}

/**
 * Ends the sign-in of this machine: here in any case, and at the gateway when it can be told. `everything`: also forgets the
 * stored key, and what the other stores hold of a sign-in at this gateway. A place that fails keeps none of the others.
 */
export async function signOut(context: Context, what: 'sign-in' | 'everything'): Promise<SignOutReport> {
  const { signIns, config, io } = context;
  const report = { wasSignedIn: false, revoked: false, forgotten: [] as string[], left: [] as LeftBehind[] };
  const attempt = async <Result>(name: string, work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (io.signal.aborted) throw error;
      report.left.push({ what: name, error });
      return undefined;
    }
  };
  try {
    const signIn = await signIns.remembered();
    if (signIn !== undefined) {
      Object.assign(report, await attempt(nameOf('the', signIn), () => signIn.session.signOut(io.signal)));
    }
    if (what === 'sign-in') return report;
    for (const kind of otherStores(signIn)) {
      const other = await signIns.at(kind);
      const end = () => other.session.signOut(io.signal).catch(unlessNoStore);
      const { wasSignedIn = false } = (await attempt(nameOf('a', other), end)) ?? {};
      if (wasSignedIn) report.forgotten.push(nameOf('a', other));
    }
    for (const store of STORES) {
      const name = `a key in ${STORE_NAMES[store]}`;
      if (await attempt(name, async () => forgetKey(context, store))) report.forgotten.push(name);
    }
    return report;
  } finally {
    await forgetSignInReceipts(config.signInReceipts);
  }
}

function otherStores(remembered: SignIn | undefined): readonly SignInStore[] {
  return SIGN_IN_STORES.filter((kind) => kind !== remembered?.room.kind);
}

function nameOf(article: 'a' | 'the', { room }: SignIn): string {
  return `${article} sign-in in ${room.place}`;
}

/** The names stand in clear: a file that does not have the key is not opened for it. */
async function forgetKey(context: Context, store: Store): Promise<boolean> {
  const { signal } = context.io;
  return withSecretsRoom(context, {}, async ({ manager, vault }) => {
    const { secrets = [] } = store === 'file' ? ((await vault.summary(signal)) ?? {}) : {};
    if (store === 'file' && !secrets.some(({ name }) => name === KEY_NAME)) return false;
    const removed = await manager.delete(KEY_NAME, { from: store, signal }).catch(unlessNothing);
    return removed.includes(store);
  });
}

/** A machine without a keyring, or without an encrypted file, has nothing there to forget. */
function unlessNoStore(error: unknown): Pick<SignOutResult, 'wasSignedIn'> {
  if (!isMissing(error)) throw error;
  return { wasSignedIn: false };
}

function unlessNothing(error: unknown): readonly string[] {
  if (!isMissing(error)) throw error;
  return [];
}

function isMissing(error: unknown): boolean {
  return SecretsError.isInstance(error) && ['keyring_unavailable', 'no_file'].includes(error.code);
}
