import type { SignedIn, SignInTokens } from '@wicketgate/core/auth';
import { findBrowser } from '../adapters/browser.ts';
import { cleanText } from '../rules/clean-text.ts';
import { signInWay, type WayFlags } from '../rules/sign-in-way.ts';
import type { QrLook } from '../rules/views/qr-view.ts';
import { CommandFailure } from '../words/failure.ts';
import type { SignInStore } from '../words/sign-in-stores.ts';
import { signInByBrowser } from './browser-sign-in.ts';
import type { Context } from './context.ts';
import { signInByDevice } from './device-sign-in.ts';
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
 * Signs a person in, keeps the tokens and remembers where. What is needed to keep them is made, opened and tried before; an
 * earlier sign-in at this gateway is ended once the new one stands.
 */
export async function signInPerson(context: Context, flags: SignInFlags): Promise<NewSignIn> {
  const browser = flags.open === false ? undefined : await findBrowser(context.io);
  const chosen = signInWay(flags, browser !== undefined);
  if (!chosen.ok) throw new CommandFailure('usage', chosen.problem);
  const { store } = await context.settings();
  const kind = await chooseStore(context, store);
  const signIn = await context.signIns.at(kind);
  await context.config.proveWritable();
  await signIn.room.prepare();
  const tokens =
    chosen.way === 'browser'
      ? await signInByBrowser(context, browser)
      : await signInByDevice(context, { qr: flags.qr ?? 'normal', browser: flags.open === true ? browser : undefined });
  return { ...signIn, signedIn: await keep(context, signIn, tokens) };
}

/**
 * No signal from here on: tokens that have been given are kept whole, whatever is pressed meanwhile. Where they cannot be
 * kept, or nobody would find them, they are given back.
 */
async function keep(context: Context, { session, room }: SignIn, tokens: SignInTokens): Promise<SignedIn> {
  // Ends the earlier one of this store once this one stands.
  const signedIn = await session.save(tokens);
  try {
    const { store: before } = await context.config.load();
    if (before === room.kind) return signedIn;
    await context.config.change('store', room.kind);
    if (before !== undefined) await endEarlier(context, before);
    return signedIn;
  } catch (error) {
    // What went wrong with the settings is what must be told.
    await session.signOut().catch(() => undefined);
    throw error;
  }
}

/** Ends what the store that was in use before holds: nobody would look there again. */
async function endEarlier(context: Context, kind: SignInStore): Promise<void> {
  const { session, room } = await context.signIns.at(kind);
  try {
    await session.signOut();
  } catch {
    const { terminal } = context;
    const sentence = `An earlier sign-in may still be in ${cleanText(room.place)}: \`wicketgate logout --all-local\` forgets it when that works.`;
    // What stderr does not take ends no sign-in.
    await terminal.warn(terminal.errorStyle.warn(sentence)).catch(() => undefined);
  }
}
