import { cleanText } from '../rules/clean-text.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { warnOfEnvironmentKey } from '../services/environment-key.ts';
import { signOut, type SignOutReport } from '../services/sign-out.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options {
  readonly allLocal?: true;
}

/** What this machine has is forgotten in any case: a gateway that cannot be told is no failure, and is said. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const { terminal } = context;
  const report = await signOut(context, options.allLocal ? 'everything' : 'sign-in');
  if (report.left.length > 0) return tellOfLeft(context, report);
  const { forgotten, left: _, ...result } = report;
  await terminal.answer({ ...result, ...(options.allLocal && { forgotten }) }, () =>
    [
      result.wasSignedIn ? 'Signed out.' : 'Nobody was signed in.',
      ...forgotten.map((one) => `Forgot ${cleanText(one)}.`),
    ].join('\n'),
  );
  if (result.wasSignedIn && !result.revoked) {
    const sentence =
      'The tokens are gone from this machine, but the gateway takes them until they end. An operator can end the sign-in with ' +
      '`wicketgate sessions revoke`.';
    await terminal.warn(terminal.errorStyle.warn(sentence));
  }
  await warnOfEnvironmentKey(context);
  return EXIT.done;
}

/** Says what was done and what not, and fails with the first reason. */
async function tellOfLeft({ terminal }: Context, { wasSignedIn, forgotten, left }: SignOutReport): Promise<never> {
  if (wasSignedIn) await terminal.note('Signed out.');
  for (const one of forgotten) await terminal.note(`Forgot ${cleanText(one)}.`);
  for (const { what } of left) await terminal.warn(terminal.errorStyle.warn(`There may still be ${cleanText(what)}.`));
  const sentence =
    'Run it once more when that works. Until then an operator can end the sign-in: `wicketgate sessions revoke`.';
  await terminal.warn(terminal.errorStyle.warn(sentence));
  throw left[0]?.error;
}
