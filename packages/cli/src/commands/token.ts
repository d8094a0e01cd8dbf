import { type Secret, WicketgateError } from '@wicketgate/core';
import type { Session, SignedIn } from '@wicketgate/core/auth';
import { isAgeing } from '../rules/token-age.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import type { SignIn } from '../services/sign-in.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options {
  readonly format?: 'text' | 'json';
  readonly renew?: true;
}

/** The sign-in alone: a key is never printed here, and nobody is asked to sign in, since programs run this. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const { io, terminal } = context;
  if (io.stdout.isTTY) {
    const hint = 'Send it into a pipe or a file, for instance: wicketgate token | pbcopy';
    throw new CommandFailure('usage', 'An access token is not shown on a terminal.', { hint });
  }
  const signIn = await context.signIns.remembered();
  const { token, signedIn } = await tokenOf(context, signIn, options);
  const { issuer, accessExpiresAt, person, scopes, dpop } = signedIn;
  const document = {
    accessToken: token.reveal(),
    // A token that is bound to a key is of no use without it (RFC 9449).
    tokenType: dpop ? 'DPoP' : 'Bearer',
    expiresAt: new Date(accessExpiresAt).toISOString(),
    issuer,
    person: person ?? null,
    scopes,
  };
  if (options.format === 'json' && !terminal.json) await terminal.document(document);
  else await terminal.answer(document, () => document.accessToken);
  return EXIT.done;
}

async function tokenOf(
  context: Context,
  signIn: SignIn | undefined,
  { renew }: Options,
): Promise<{ readonly token: Secret; readonly signedIn: SignedIn }> {
  const { signal } = context.io;
  const session = signIn?.session;
  const was = await session?.current(signal);
  if (session === undefined || was === undefined) throw nobody();
  const last = renew ? await session.lastCredential(signal) : undefined;
  const token = await (last === undefined ? lastingToken(context, session, was) : session.renew(last, signal));
  const signedIn = await session.current(signal);
  if (token === undefined || signedIn === undefined) throw nobody();
  return { token, signedIn };
}

/**
 * The access token, refreshed when it is about to end: whoever gets it does not ask again at once. Out of reach of the gateway
 * the old one serves for as long as it lives.
 */
async function lastingToken({ io }: Context, session: Session, was: SignedIn): Promise<Secret | undefined> {
  const token = await session.credential(io.signal);
  if (token === undefined || !was.refreshable || !isAgeing(was, io.clock.now())) return token;
  try {
    return await session.renew(token, io.signal);
  } catch (error) {
    if (io.signal.aborted || !WicketgateError.isInstance(error)) throw error;
    return token;
  }
}

function nobody(): CommandFailure {
  const hint = 'Sign in with `wicketgate login`.';
  return new CommandFailure('not_signed_in', 'Nobody is signed in at this gateway.', { hint });
}
