import { signInWay, type SignInWay, type WayFlags } from '../rules/sign-in-way.ts';
import { signedInText } from '../rules/views/sign-in-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { warnOfEnvironmentKey } from '../services/environment-key.ts';
import { signInWithKey } from '../services/key-sign-in.ts';
import { rememberGateway } from '../services/remembered-gateway.ts';
import { type SignInFlags, signInPerson } from '../services/sign-in-flow.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

type Options = SignInFlags & Pick<WayFlags, 'key'>;

export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  if (args.length > 0) {
    const hint = 'If that was a key, it is in the history of the shell now: replace it where it was made.';
    throw new CommandFailure('key_on_command_line', 'Keys are not taken from the command line.', { hint });
  }
  if (wayOf(context, options) === 'key') return signInWithKey(context);
  const { terminal } = context;
  const { signedIn, room } = await signInPerson(context, options);
  const { person = null, issuer, clientId, scopes } = signedIn;
  await terminal.event({ event: 'signed_in', issuer, clientId, person, scopes, store: room.kind }, () =>
    signedInText(signedIn, room.place, terminal.style),
  );
  await rememberGateway(context);
  await warnOfEnvironmentKey(context);
  return EXIT.done;
}

/** Contradictions are found before anything is asked or started. */
function wayOf({ flags }: Context, options: Options): SignInWay {
  const chosen = signInWay({ ...options, ...flags }, false);
  if (chosen.ok) return chosen.way;
  throw new CommandFailure('usage', chosen.problem);
}
