import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { warnOfEnvironmentKey } from '../services/environment-key.ts';
import { forgetEverything, signOut } from '../services/sign-out.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options {
  readonly allLocal?: true;
}

/** What this machine has is forgotten in any case: a gateway that cannot be told is no failure, and is said. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const { terminal } = context;
  const result = await signOut(context);
  const forgotten = options.allLocal ? await forgetEverything(context) : undefined;
  await terminal.answer({ ...result, ...(forgotten && { forgotten }) }, () =>
    [
      result.wasSignedIn ? 'Signed out.' : 'Nobody was signed in.',
      ...(forgotten ?? []).map((one) => `Forgot ${one}.`),
    ].join('\n'),
  );
  if (result.wasSignedIn && !result.revoked) {
    const sentence =
      'The tokens are gone from this machine, but the gateway was not told and takes them until they end. An operator can end ' +
      'the sign-in with `wicketgate sessions revoke`.';
    await terminal.warn(terminal.errorStyle.warn(sentence));
  }
  await warnOfEnvironmentKey(context);
  return EXIT.done;
}
