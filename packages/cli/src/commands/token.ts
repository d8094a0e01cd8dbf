import type { Secret } from '@wicketgate/core';
import type { SignedIn } from '@wicketgate/core/auth';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import type { SignIn } from '../services/sign-in.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options {
  readonly format?: 'text' | 'json';
  readonly renew?: true;
}

const NOBODY = 'Nobody is signed in at this gateway.';
const LOGIN = 'Sign in with `wicketgate login`.';

/** The sign-in alone: a key is never printed here. Asks nobody, for programs run this. */
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
  { io }: Context,
  signIn: SignIn | undefined,
  { renew }: Options,
): Promise<{ readonly token: Secret; readonly signedIn: SignedIn }> {
  const session = signIn?.session;
  const last = renew ? await session?.lastCredential(io.signal) : undefined;
  const token = last === undefined ? await session?.credential(io.signal) : await session?.renew(last, io.signal);
  const signedIn = await session?.current(io.signal);
  if (token === undefined || signedIn === undefined) throw new CommandFailure('not_signed_in', NOBODY, { hint: LOGIN });
  return { token, signedIn };
}
