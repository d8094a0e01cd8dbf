import { checkSecretName } from '@wicketgate/secrets';
import { CommandFailure } from '../words/failure.ts';

/**
 * The name out of a command's first argument. More arguments, or a sign of equality, are taken for a value: it stands in
 * the shell's history and in the list of processes by now, and is not repeated.
 */
export function wantedSecretName(args: readonly string[]): string {
  const [name = ''] = args;
  if (args.length > 1 || name.includes('=')) {
    const hint =
      'If that was a value, it is in the history of the shell now: replace it where it was made. Give values at the ' +
      'prompt, with --stdin or with --from-file FILE.';
    throw new CommandFailure('key_on_command_line', 'Values are not taken from the command line.', { hint });
  }
  return checkSecretName(name);
}
