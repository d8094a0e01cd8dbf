import type { SignedIn, SignInTokens } from '@wicketgate/core/auth';
import { findBrowser } from '../adapters/browser.ts';
import { signInWay, type WayFlags } from '../rules/sign-in-way.ts';
import type { QrLook } from '../rules/views/qr-view.ts';
import { CommandFailure } from '../words/failure.ts';
import { signInByBrowser } from './browser-sign-in.ts';
import type { Context } from './context.ts';
import { signInByDevice } from './device-sign-in.ts';
import { passingStore } from './passing-store.ts';
import type { SignIn } from './sign-in.ts';
import { chooseStore } from './token-room.ts';

export interface SignInFlags extends Omit<WayFlags, 'key' | 'keyFile' | 'keyStdin'> {
  readonly qr?: QrLook;
}

/** A sign-in that has just begun. */
export interface NewSignIn extends SignIn {
  readonly signedIn: SignedIn;
}

/**
 * Signs a person in, keeps the tokens and remembers where. What is needed to keep them is made and opened before; an earlier
 * sign-in at this gateway is ended once the new one stands.
 */
export async function signInPerson(context: Context, flags: SignInFlags): Promise<NewSignIn> {
  const browser = flags.open === false ? undefined : await findBrowser(context.io);
  const chosen = signInWay(flags, browser !== undefined);
  if (!chosen.ok) throw new CommandFailure('usage', chosen.problem);
  const { store } = await context.settings();
  const kind = await chooseStore(context, store);
  const signIn = await context.signIns.at(kind);
  await signIn.room.prepare();
  const tokens =
    chosen.way === 'browser'
      ? await signInByBrowser(context, browser)
      : await signInByDevice(context, { qr: flags.qr ?? 'normal', browser: flags.open === true ? browser : undefined });
  const signedIn = await keep(context, signIn, tokens);
  if (store.value !== kind || store.from === 'flag') await context.config.change('store', kind);
  return { ...signIn, signedIn };
}

/**
 * No signal from here on: tokens that have been given are kept whole, whatever is pressed meanwhile. Where they cannot be
 * kept they are given back.
 */
async function keep(context: Context, { session }: SignIn, tokens: SignInTokens): Promise<SignedIn> {
  try {
    await session.signOut();
    return await session.save(tokens);
  } catch (error) {
    // What went wrong with the store is what must be told.
    await giveBack(context, tokens).catch(() => undefined);
    throw error;
  }
}

/** Tells the gateway that a sign-in is not wanted after all; a gateway that cannot be told ends it by itself in time. */
async function giveBack(context: Context, tokens: SignInTokens): Promise<void> {
  const [{ createSession }, network] = await Promise.all([import('@wicketgate/core/auth'), context.connection()]);
  const { clientId } = tokens;
  const session = createSession({ ...network.signInOptions, clientId, store: passingStore(), refresh: 'asked' });
  await session.save(tokens);
  await session.signOut();
  await session.close();
}
