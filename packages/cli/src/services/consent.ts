import { askYes, canAsk } from '../adapters/prompts.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';

export interface Consent {
  /** Whether `--yes` has answered already. */
  readonly yes: boolean;
  /** What is asked: `Replace it?` A function is called once it is known that somebody can be asked. */
  readonly question: string | (() => Promise<string>);
  /** What needs the yes, as a sentence, where nobody can be asked. */
  readonly reason: string;
  /** What was not done, as a sentence, when the answer is no. */
  readonly declined: string;
}

/** Goes on after a yes alone. Where nobody can be asked and nobody has answered, nothing is done. */
export async function needYes(
  { io }: Pick<Context, 'io'>,
  { yes, question, reason, declined }: Consent,
): Promise<void> {
  if (yes) return;
  if (!canAsk(io)) {
    throw new CommandFailure('confirmation_needed', reason, { hint: 'Add --yes where nobody can be asked.' });
  }
  const text = typeof question === 'string' ? question : await question();
  if (!(await askYes(io, text))) throw new CommandFailure('declined', declined);
}
