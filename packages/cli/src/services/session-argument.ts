import { sessionIdOf } from '../rules/session-id.ts';
import { CommandFailure } from '../words/failure.ts';

/** The id of a sign-in out of a command's first argument. */
export function wantedSessionId(args: readonly string[]): string {
  const id = sessionIdOf(args[0] ?? '');
  if (id !== undefined) return id;
  const hint = 'It has 16 letters and digits; `wicketgate sessions list` shows it.';
  throw new CommandFailure('usage', 'The first argument is not the id of a sign-in.', { hint });
}
