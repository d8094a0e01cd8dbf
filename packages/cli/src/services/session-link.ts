import type { Secret } from '@wicketgate/core';
import type { CredentialLink } from '@wicketgate/core/auth';
import { askYes, canAsk } from '../adapters/prompts.ts';
import { CommandFailure } from '../words/failure.ts';
import { GIVE_KEY } from '../words/ways-in.ts';
import type { Context } from './context.ts';
import { signInPerson } from './sign-in-flow.ts';

/**
 * The sign-in of this machine. One that the gateway has ended is not passed over for a key: whoever sits here is asked to
 * sign in again, and a script is told.
 */
export function sessionLink(context: Context): CredentialLink {
  return {
    id: 'session',
    place: 'sign-in of this machine',
    find: async (signal) => {
      const signIn = await context.signIns.remembered();
      if (signIn === undefined) return { kind: 'nothing', reason: 'nobody has signed in on this machine' };
      const { session, room } = signIn;
      if ((await session.current(signal)) === undefined) return { kind: 'nothing', reason: 'nobody is signed in' };
      const credential = (await session.credential(signal)) ?? (await signInAgain(context));
      return { kind: 'found', credential, place: `sign-in in ${room.place}` };
    },
    renew: async (refused, signal) => {
      const signIn = await context.signIns.remembered();
      return (await signIn?.session.renew(refused, signal)) ?? signInAgain(context);
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
