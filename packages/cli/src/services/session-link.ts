import type { CredentialSource, Secret } from '@wicketgate/core';
import type { CredentialLink } from '@wicketgate/core/auth';
import { askYes, canAsk } from '../adapters/prompts.ts';
import { CommandFailure } from '../words/failure.ts';
import { GIVE_KEY } from '../words/ways-in.ts';
import type { Context } from './context.ts';
import { signInPerson } from './sign-in-flow.ts';

/** The sign-in of this machine, with the place where it is kept. */
export async function signInLink(context: Context): Promise<CredentialLink> {
  // Only once a credential is looked for: help and settings do without what speaks OAuth.
  const { sessionLink } = await import('@wicketgate/core/auth');
  const link = sessionLink(rememberedSignIn(context), 'sign-in of this machine');
  return {
    ...link,
    find: async (signal) => {
      const finding = await link.find(signal);
      if (finding.kind === 'nothing') return { ...finding, reason: 'nobody is signed in' };
      const signIn = await context.signIns.remembered();
      return signIn === undefined ? finding : { ...finding, place: `sign-in in ${signIn.room.place}` };
    },
  };
}

/**
 * Opens the sign-in when it is asked for. One that the gateway has ended is not passed over for a key: whoever sits here is
 * asked to sign in again, and a script is told.
 */
function rememberedSignIn(context: Context): CredentialSource {
  return {
    credential: async (signal) => {
      const { session } = (await context.signIns.remembered()) ?? {};
      if ((await session?.current(signal)) === undefined) return undefined;
      return (await session?.credential(signal)) ?? signInAgain(context);
    },
    renew: async (refused, signal) => {
      const { session } = (await context.signIns.remembered()) ?? {};
      return (await session?.renew(refused, signal)) ?? signInAgain(context);
    },
  };
}

/** With `--json` stdout is for one document, and has no room for the events of a sign-in. */
async function signInAgain(context: Context): Promise<Secret> {
  const { io, terminal } = context;
  const ended = 'Your sign-in has ended.';
  const isWanted = !terminal.json && canAsk(io) && (await askYes(io, `${ended} Sign in again now?`, 'yes'));
  const credential = isWanted ? await (await signInPerson(context, {})).session.credential() : undefined;
  if (credential !== undefined) return credential;
  throw new CommandFailure('not_signed_in', ended, { hint: GIVE_KEY });
}
